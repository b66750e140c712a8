/** Tabs that destroy a database while others have it open and open it again at once. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { call } from './page-calls.ts';

const TABS = 3;
const ROUNDS = 12;
const OPENING_MS_MAX = 10_000;

test('a database that one tab destroys and others open again at once is empty, every time', async ({
  context,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const name = 'reopened';
  const pages: Page[] = [];
  while (pages.length < TABS) {
    const page = await context.newPage();
    await page.goto(`${baseURL ?? ''}pages/tabs.html`);
    expect((await call(page, 'openAndAsk', name)).code).toBeUndefined();
    pages.push(page);
  }
  const faults: string[] = [];
  let reopenings = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = `round-${round}`;
    const [destroyer, ...others] = pages.map((_, i) => pages[(i + round) % TABS] as Page);
    if (destroyer === undefined) throw new Error('there are no tabs');
    await call(others[round % 2] ?? destroyer, 'makeTable', before);
    const reopened = others.map((page) => call(page, 'reopenWhenRefused', name));
    // The handle, or the name in the same turn as well: a call of its own might come when others have opened anew, and take that.
    if (round % 3 !== 0) await call(destroyer, 'destroy');
    else await call(destroyer, 'destroyTwice', name);
    const own = await call(destroyer, 'openAndAsk', name);
    for (const [told, opened] of [
      ...(await Promise.all(reopened)),
      [{ code: 'destroyed' }, own] as const,
    ]) {
      reopenings++;
      const { code, message, tables, ms } = opened;
      const isRight = code === undefined && !tables.includes(before) && ms < OPENING_MS_MAX;
      if (told.code !== 'destroyed') faults.push(`round ${round}: told ${told.code ?? ''}`);
      if (!isRight) faults.push(`round ${round}: ${code ?? ''} ${message} ${tables.join()} ${ms}`);
    }
  }
  expect(faults).toEqual([]);
  expect(reopenings).toBe(ROUNDS * TABS);
  for (const page of pages) expect(await call(page, 'ask')).toMatchObject({ code: undefined });
});

test('a tab that is reloaded or closed while it destroys leaves nothing behind, or all', async ({
  context,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const name = 'cut-short';
  const url = `${baseURL ?? ''}pages/tabs.html`;
  const other = await context.newPage();
  await other.goto(url);
  await call(other, 'openAndAsk', name);
  for (let round = 0; round < 6; round++) {
    const table = `round-${round}`;
    await call(other, 'makeTable', table);
    const reopened = call(other, 'ask');
    const page = await context.newPage();
    await page.goto(url);
    await call(page, 'openAndAsk', name);
    // What becomes of the call goes with the page.
    const leaving = call(page, 'destroy').catch(() => undefined);
    if (round % 2 === 0) await page.close();
    else {
      await page.reload();
      await page.close();
    }
    await Promise.all([leaving, reopened]);
    const { code, tables } = await call(other, 'ask');
    if (code === undefined) expect(tables).toContain(table);
    else {
      expect(code).toBe('destroyed');
      const anew = await call(other, 'openAndAsk', name);
      expect(anew).toMatchObject({ code: undefined, tables: [] });
    }
  }
  await call(other, 'destroy');
});
