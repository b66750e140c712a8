/** Frames without an origin, and browsers that block cookies: no storage and no locks, but a database in memory. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { chromium, expect, firefox, test } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/find-browser.ts';
import { classicPage } from '../classic-page.ts';
import { call } from '../opening-calls.ts';

const REFUSED = {
  code: 'storage-refused',
  message: expect.stringContaining("open the database with storage: 'memory'") as unknown,
};

async function refusesStorage(page: Page | Frame): Promise<void> {
  expect(await call(page, 'open', 'refused')).toEqual(REFUSED);
  expect(await call(page, 'open', 'refused', { storage: 'memory' })).toEqual(expect.any(Number));
  await call(page, 'put', '1');
  expect(await call(page, 'ids')).toEqual(['1']);
}

test('a frame without an origin', async ({ page }) => {
  const script = await classicPage();
  await page.goto('pages/client.html');
  await page.evaluate((text) => {
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    frame.srcdoc = `<!doctype html><script>${text.replaceAll('</script', '<\\/script')}</script>`;
    document.body.append(frame);
  }, script);
  await expect.poll(() => page.frames().length).toBe(2);
  await refusesStorage(page.frames()[1] as Frame);
});

test('a page of a browser that blocks cookies', async ({ browserName, baseURL }) => {
  const profile = mkdtempSync(join(tmpdir(), 'hashrange-blocked-'));
  const context = await (browserName === 'firefox'
    ? blockedFirefox(profile)
    : blockedChromium(profile));
  try {
    const page = await context.newPage();
    await page.goto(`${baseURL ?? ''}pages/opening.html`);
    await refusesStorage(page);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

function blockedChromium(profile: string): Promise<BrowserContext> {
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const executablePath = findBrowser('chromium');
  return chromium.launchPersistentContext(profile, {
    args: [...CHROMIUM_FLAGS],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}

function blockedFirefox(profile: string): Promise<BrowserContext> {
  const executablePath = findBrowser('firefox');
  return firefox.launchPersistentContext(profile, {
    channel: 'moz-firefox',
    firefoxUserPrefs: { 'network.cookie.cookieBehavior': 2 },
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}
