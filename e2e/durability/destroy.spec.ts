/**
 * The browser killed around the destruction of a database. It deletes IndexedDB at once and writes localStorage down when it likes:
 * whatever is there at the next launch, the database opens, and is whole or empty.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { call } from '../tabs/page-calls.ts';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import { ChromiumProcess } from './chromium-process.ts';

test.use({ trace: 'off' });

const NAME = 'destroyed';

/** What was done before the kill, and which tables may be there at the next launch. */
interface Trial {
  readonly title: string;
  readonly act: (page: Page) => Promise<void>;
  readonly allowed: readonly (readonly string[])[];
}

const TRIALS: readonly Trial[] = [
  { title: 'at once after it', act: (page) => call(page, 'destroy'), allowed: [[]] },
  {
    title: 'two seconds after it',
    act: async (page) => {
      await call(page, 'destroy');
      await sleep(2_000);
    },
    allowed: [[]],
  },
  {
    title: 'when it had been opened again',
    act: async (page) => {
      await call(page, 'destroy');
      await call(page, 'openAndAsk', NAME);
      await call(page, 'makeTable', 'anew');
    },
    allowed: [['anew']],
  },
  ...[0, 20, 60, 150].map((ms): Trial => ({
    title: `${ms} ms after it had begun`,
    act: async (page) => {
      call(page, 'destroy').catch(() => undefined);
      await sleep(ms);
    },
    allowed: [['kept'], []],
  })),
];

/** The store id in localStorage. */
const rememberedOf = (page: Page): Promise<string> =>
  page.evaluate((key) => localStorage.getItem(key) ?? '', `hashrange/${NAME}/us-east-1`);

/** Waits until the browser has written the text into the files of localStorage. */
async function writtenDown(profile: string, text: string): Promise<void> {
  const folder = join(profile, 'Default', 'Local Storage', 'leveldb');
  await expect
    .poll(
      () => readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(text)),
      { timeout: 60_000 },
    )
    .toBe(true);
}

test('a database opens whenever the browser is killed around its destruction', async ({
  baseURL,
}) => {
  test.setTimeout(30_000 + TRIALS.length * 15_000);
  const url = `${baseURL ?? ''}pages/tabs.html`;
  const profile = newProfile('destroy');
  const verdicts: string[] = [];
  const faults: string[] = [];
  try {
    for (const { title, act, allowed } of TRIALS) {
      const before = await ChromiumProcess.launch(profile);
      try {
        const page = await before.page(url);
        await call(page, 'openAndAsk', NAME);
        await call(page, 'makeTable', 'kept');
        await writtenDown(profile, await rememberedOf(page));
        await act(page);
      } finally {
        await before.kill();
      }
      const after = await ChromiumProcess.launch(profile);
      try {
        const page = await after.page(url);
        const { code, tables } = await call(page, 'openAndAsk', NAME);
        verdicts.push(`killed ${title}: ${code ?? tables.join()}`);
        const isRight = allowed.some((those) => those.join() === tables.join());
        if (code !== undefined || !isRight) faults.push(verdicts.at(-1) ?? '');
        await call(page, 'destroyByName', NAME);
      } finally {
        await after.quit();
      }
    }
  } finally {
    removeProfile(profile);
  }
  console.log(verdicts.join('\n'));
  expect(faults).toEqual([]);
});
