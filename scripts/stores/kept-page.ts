/** A page of a browser in which a given build of the library runs, and what it leaves in IndexedDB. */
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import type { KeptDatabase, KeptValue } from '../../src/testing/kept-stores/kept-store.ts';
import type { Call, Json } from '../../src/testing/kept-stores/told.ts';
import { targetOf } from '../../src/client/operation-target.ts';
import { CHROMIUM_FLAGS, findBrowser } from '../find-browser.ts';
import { serve } from '../serve.ts';

/** What the page puts where the calls below find it: the handle of the build. */
interface Opened {
  db: {
    request: (target: string, body: string, options: object) => Promise<Answer>;
    close: () => Promise<void>;
    regions: { cut: (a: string, b: string) => Promise<void> };
    trigger: (name: string, options: object, handler: () => void) => TriggerHandle;
  };
}
interface Answer {
  readonly status: number;
  readonly body: string;
}
interface TriggerHandle {
  readonly stop: () => Promise<void>;
}
declare const globalThis: Opened;

export class KeptPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a database by the build, its first Region the one of requests that name none. */
  async open(name: string, regions: readonly string[], more: object = {}): Promise<void> {
    const options = JSON.stringify({ region: regions[0], regions, ...more });
    await this.#page.evaluate(
      `import('/index.js').then(async ({ open }) => { globalThis.db = await open('${name}', ${options}); })`,
    );
  }

  /** How requests reach a Region. */
  caller(region: string): Call {
    return async (operation, input) => {
      const { status, body } = await this.#page.evaluate(
        ([target, text, at]) => globalThis.db.request(target, text, { region: at }),
        [targetOf(operation), JSON.stringify(input), region] as const,
      );
      if (status !== 200) throw new Error(`${operation}: ${body}`);
      return JSON.parse(body) as Json;
    };
  }

  cut(a: string, b: string): Promise<void> {
    return this.#page.evaluate(([from, to]) => globalThis.db.regions.cut(from, to), [
      a,
      b,
    ] as const);
  }

  /** Runs a trigger over all that the table's stream holds, until `records` of them are handled. */
  async triggered(name: string, table: string, records: number): Promise<void> {
    await this.#page.evaluate(
      ([triggerName, tableName, count]) =>
        new Promise<void>((resolve) => {
          let handled = 0;
          const handler = (): void => {
            if (++handled === count) setTimeout(() => void trigger.stop().then(resolve), 0);
          };
          const options = { table: tableName, batchSize: 1, from: 'TRIM_HORIZON' };
          const trigger = globalThis.db.trigger(triggerName, options, handler);
        }),
      [name, table, records] as const,
    );
  }

  close(): Promise<void> {
    return this.#page.evaluate(() => globalThis.db.close());
  }

  /** The process of the page dies, and its workers with it: nothing is told of it. */
  async kill(): Promise<void> {
    const session = await this.#page.context().newCDPSession(this.#page);
    const crashed = this.#page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** All databases of the site. */
  dump(): Promise<readonly KeptDatabase[]> {
    return this.#page.evaluate(async () => {
      const settled = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(String(request.error)));
        });
      const kept = (value: ArrayBuffer | number | string): KeptValue =>
        value instanceof ArrayBuffer
          ? Array.from(new Uint8Array(value), (byte) => String.fromCharCode(byte)).join('')
          : value;
      const databases: KeptDatabase[] = [];
      for (const { name = '', version = 0 } of await indexedDB.databases()) {
        const db = await settled(indexedDB.open(name));
        const stores: Record<string, readonly (readonly [string | number, KeptValue])[]> = {};
        for (const each of db.objectStoreNames) {
          const store = db.transaction(each).objectStore(each);
          const [keys, values] = await Promise.all([
            settled(store.getAllKeys()) as Promise<(string | number)[]>,
            settled(store.getAll()) as Promise<(ArrayBuffer | number)[]>,
          ]);
          const rows = keys.map((key, i) => [key, kept(values[i] ?? 0)] as const);
          // Rows of the reserve are noise, of which a store may have any number or none.
          stores[each] = rows.filter(
            ([key]) => typeof key === 'number' || !key.startsWith('\u0003'),
          );
        }
        databases.push({ name, version, stores });
        db.close();
      }
      return databases;
    });
  }
}

/** Gives `work` new pages of one site on which the build in `directory` is served. */
export async function withPages(
  directory: string,
  work: (newPage: () => Promise<KeptPage>) => Promise<void>,
): Promise<void> {
  const served = await serve([{ path: '/', directory }], 0);
  const executablePath = findBrowser('chromium');
  const browser: Browser = await chromium.launch({
    args: [...CHROMIUM_FLAGS],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    const context = await browser.newContext();
    // Named functions reach the page as text in which the compiler calls this.
    await context.addInitScript('globalThis.__name = (named) => named');
    const blank = { contentType: 'text/html', body: '<!doctype html><title>store</title>' };
    await context.route('**/blank.html', (route) => route.fulfill(blank));
    await work(async () => {
      const page = await context.newPage();
      await page.goto(`${served.url}blank.html`);
      return new KeptPage(page);
    });
  } finally {
    await browser.close();
    served.close();
  }
}
