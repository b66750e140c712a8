/**
 * The browser's own files damaged between two launches. Chromium answers most of it with an empty database, some of it with an
 * older one, and says nothing: what we say must be all the data, an error, or an older state without a hole in it, never an
 * empty database.
 */
import { cpSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import { ChromiumProcess } from './chromium-process.ts';
import { findLevelDb, MUTATIONS } from './leveldb-files.ts';
import { call } from './page-calls.ts';
import type { DatabaseOptions, Inspection } from './protocol.ts';

const OPTIONS: DatabaseOptions = { name: 'files', durability: 'interval', cacheBytes: 4 << 20 };
/** Items whose pages are stored before the damage, and those that only the log has. */
const RESTED_ITEMS = 5_000;
const ITEMS = 5_600;

test.use({ trace: 'off' });
test.describe.configure({ mode: 'serial' });

async function inBrowser<T>(
  profile: string,
  url: string,
  work: (page: Awaited<ReturnType<ChromiumProcess['page']>>) => Promise<T>,
): Promise<T> {
  const browser = await ChromiumProcess.launch(profile);
  try {
    return await work(await browser.page(url));
  } finally {
    await browser.quit();
  }
}

/** How the inspection ended, in a word, or what it must not have been. */
function verdictOn(inspection: Inspection): string {
  if (inspection.kind === 'refused') return `refused: ${inspection.code}`;
  if (inspection.kind === 'error answer') {
    if (inspection.name === 'ResourceNotFoundException') return 'WRONG: the table is silently gone';
    return 'error answer';
  }
  const versions = Object.values(inspection.items).toSorted((a, b) => a - b);
  if (inspection.faults.length > 0) return `reported: ${inspection.faults[0] ?? ''}`;
  if (versions.length === 0) return 'WRONG: the table is silently empty';
  const hole = versions.findIndex((version, i) => version !== i);
  if (hole !== -1) return `WRONG: item ${hole} is silently missing`;
  return versions.length === ITEMS ? 'whole' : `rolled back to ${versions.length} items`;
}

test('damaged browser files never show as a silently empty database', async ({ baseURL }) => {
  test.setTimeout(60_000 + MUTATIONS.length * 15_000);
  const url = `${baseURL ?? ''}pages/durability.html`;
  const origin = newProfile('files');
  const copy = newProfile('files');
  const verdicts: string[] = [];
  try {
    await inBrowser(origin, url, async (page) => {
      await call(page, 'open', OPTIONS);
      await call(page, 'fill', 0, RESTED_ITEMS);
      await call(page, 'rest');
      await call(page, 'fill', RESTED_ITEMS, ITEMS);
    });
    expect(findLevelDb(origin), 'where this Chromium keeps IndexedDB').toBeDefined();
    for (const { name, damage } of MUTATIONS) {
      removeProfile(copy);
      cpSync(origin, copy, { recursive: true });
      damage(findLevelDb(copy) ?? '');
      const inspection = await inBrowser(copy, url, (page) => call(page, 'inspect', OPTIONS));
      verdicts.push(`${name}: ${verdictOn(inspection)}`);
    }
  } finally {
    removeProfile(origin);
    removeProfile(copy);
  }
  console.log(verdicts.join('\n'));
  expect(verdicts.filter((verdict) => verdict.includes('WRONG'))).toEqual([]);
});
