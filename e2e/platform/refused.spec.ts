/** Frames without an origin, and browsers that block cookies: no storage and no locks, but a database in memory. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { chromium, expect, firefox, test } from '@playwright/test';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
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

/** What a browser refuses, as it is told in its profile: all cookies and storage, or those of frames of other sites. */
interface Block {
  readonly chromium: object;
  readonly firefox: Readonly<Record<string, number | boolean>>;
}

const COOKIES: Block = {
  chromium: { profile: { default_content_setting_values: { cookies: 2 } } },
  firefox: { 'network.cookie.cookieBehavior': 2 },
};

const THIRD_PARTIES: Block = {
  chromium: { profile: { cookie_controls_mode: 1, block_third_party_cookies: true } },
  firefox: { 'network.cookie.cookieBehavior': 1 },
};

const NOTHING: Block = {
  chromium: { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } },
  firefox: {},
};

test('a page of a browser that blocks cookies', async ({ browserName, baseURL }) => {
  await inBrowserThatBlocks(browserName, COOKIES, async (page) => {
    await page.goto(`${baseURL ?? ''}pages/opening.html`);
    await refusesStorage(page);
  });
});

test('a frame in a page of another site, where the browser blocks third parties', async ({
  browserName,
  baseURL,
}) => {
  await inBrowserThatBlocks(browserName, THIRD_PARTIES, async (page) => {
    const frame = await frameOfAnotherSite(page, baseURL ?? '');
    await refusesStorage(frame);
  });
});

test('a frame in a page of another site has a database where the browser lets it', async ({
  browserName,
  baseURL,
}) => {
  // Playwright's own contexts are private windows to Chromium, where it blocks third parties; Debian's does so everywhere unless told.
  await inBrowserThatBlocks(browserName, NOTHING, async (page) => {
    const frame = await frameOfAnotherSite(page, baseURL ?? '');
    expect(await call(frame, 'open', 'framed')).toEqual(expect.any(Number));
    await call(frame, 'put', '1');
    expect(await call(frame, 'ids')).toEqual(['1']);
  });
});

/** The page is one of 127.0.0.1, its frame one of localhost. */
async function frameOfAnotherSite(page: Page, baseURL: string): Promise<Frame> {
  await page.goto(`${baseURL.replace('localhost', '127.0.0.1')}pages/client.html`);
  const source = `${baseURL}pages/opening.html`;
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src }));
  }, source);
  await expect.poll(() => page.frames().map((frame) => frame.url())).toContain(source);
  return page.frames()[1] as Frame;
}

async function inBrowserThatBlocks(
  browserName: string,
  block: Block,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const profile = newProfile('blocked');
  const context = await (browserName === 'firefox'
    ? firefoxWith(block.firefox, profile)
    : chromiumWith(block.chromium, profile));
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
    removeProfile(profile);
  }
}

function chromiumWith(preferences: object, profile: string): Promise<BrowserContext> {
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const executablePath = findBrowser('chromium');
  return chromium.launchPersistentContext(profile, {
    args: [...CHROMIUM_FLAGS],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}

function firefoxWith(firefoxUserPrefs: Block['firefox'], profile: string): Promise<BrowserContext> {
  const executablePath = findBrowser('firefox');
  return firefox.launchPersistentContext(profile, {
    channel: 'moz-firefox',
    firefoxUserPrefs,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}
