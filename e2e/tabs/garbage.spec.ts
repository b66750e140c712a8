/** Two tabs at work, and other scripts of their origin that post what is for nobody on everything that hashrange listens to. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { garbage } from './garbage.ts';
import { watchWorkers, workersStarted } from './own-worker.ts';
import { call } from './page-calls.ts';

const NAME = 'garbage';
const ROUNDS = 5;

/** Channels of the database, those between a tab and its owner among them: who listens hears their names. */
async function listen(page: Page): Promise<void> {
  await page.evaluate((database) => {
    const names = new Set([database, `hashrange/${database.split('/')[1]}/regions`]);
    new BroadcastChannel(database).onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'object' || data === null || !('epoch' in data && 'client' in data))
        return;
      const { epoch, client } = data;
      names.add(`${database}/${String(epoch)}/${String(client)}`);
    };
    Object.assign(globalThis, { names });
  }, `hashrange/${NAME}/us-east-1`);
}

/** Posts everything on every channel. Answers how many channels there are. */
function postOnChannels(page: Page): Promise<number> {
  return page.evaluate((text) => {
    const all = (0, eval)(`(${text})`) as () => readonly unknown[];
    const { names } = globalThis as unknown as { readonly names: Set<string> };
    for (const name of names) {
      const channel = new BroadcastChannel(name);
      for (const each of all()) channel.postMessage(each);
      channel.close();
    }
    return names.size;
  }, garbage.toString());
}

/** Says everything to the page's own worker, and has the worker say it to the page. */
function postToWorker(page: Page): Promise<void> {
  return page.evaluate((text) => {
    const all = (0, eval)(`(${text})`) as () => readonly unknown[];
    const { ownWorkers } = globalThis as unknown as { readonly ownWorkers: readonly Worker[] };
    for (const worker of ownWorkers)
      for (const each of all()) {
        worker.postMessage(each);
        worker.dispatchEvent(new MessageEvent('message', { data: structuredClone(each) }));
      }
  }, garbage.toString());
}

test('garbage on channels and workers harms nobody', async ({ context, baseURL }) => {
  test.setTimeout(120_000);
  const errors: string[] = [];
  const newPage = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    await watchWorkers(page);
    await page.goto(`${baseURL ?? ''}pages/tabs.html`);
    return page;
  };
  const stranger = await newPage();
  await listen(stranger);
  const pages = [await newPage(), await newPage()];
  for (const page of pages) {
    await call(page, 'open', NAME);
    await call(page, 'start', page === pages[0] ? 'owner' : 'follower');
  }
  const before = await Promise.all(pages.map((page) => call(page, 'status')));
  expect(before.map(({ role }) => role)).toEqual(['owner', 'follower']);
  for (let round = 0; round < ROUNDS; round++) {
    expect(await postOnChannels(stranger)).toBeGreaterThanOrEqual(3);
    for (const page of pages) {
      await postToWorker(page);
      await call(page, 'gapUntilAnswered');
    }
  }
  for (const page of pages) {
    const { lanes, faults } = await call(page, 'finish');
    expect(faults).toEqual([]);
    for (const { label, lane, adds } of lanes)
      expect((await call(page, 'readLane', label, lane)).counter).toBe(adds);
    expect(await workersStarted(page)).toBe(1);
  }
  expect(await Promise.all(pages.map((page) => call(page, 'status')))).toEqual(before);
  expect(errors).toEqual([]);
});
