/** A page opened as a file: no module scripts, an origin of its own, and no module workers in Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { classicPage } from '../classic-page.ts';
import { call } from '../opening-calls.ts';

let directory = '';

test.beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hashrange-file-'));
  writeFileSync(join(directory, 'page.js'), await classicPage());
  writeFileSync(
    join(directory, 'page.html'),
    '<!doctype html><meta charset="utf-8"><title>A file</title><script src="page.js"></script>',
  );
});

test.afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

for (const storage of ['memory', 'indexeddb'] as const)
  test(`a page opened as a file has its database in ${storage}`, async ({ page }) => {
    await page.goto(pathToFileURL(join(directory, 'page.html')).href);
    expect(await call(page, 'open', `file-${storage}`, { storage })).toEqual(expect.any(Number));
    await call(page, 'put', '1');
    expect(await call(page, 'ids')).toEqual(['1']);
    if (storage === 'memory') return;
    await page.reload();
    expect(await call(page, 'open', `file-${storage}`)).toEqual(expect.any(Number));
    expect(await call(page, 'ids')).toEqual(['1']);
  });
