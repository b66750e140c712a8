/** Plain http on a host name, where browsers have no Web Locks. */
import type { LaunchOptions, Page } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../scripts/find-browser.ts';

const HOST = 'plain.test';

/** What makes a browser find the tests' server under the host name. */
export function knowingPlainHost(launchOptions: LaunchOptions, browserName: string): LaunchOptions {
  return {
    ...launchOptions,
    ...(browserName === 'firefox'
      ? { firefoxUserPrefs: { 'network.dns.localDomains': HOST } }
      : { args: [...CHROMIUM_FLAGS, `--host-resolver-rules=MAP ${HOST} 127.0.0.1`] }),
  };
}

export const plainUrl = (baseURL = ''): string => baseURL.replace('localhost', HOST);

/** The page `opening`, under the host name. */
export const visitPlain = async (page: Page, baseURL?: string): Promise<void> => {
  await page.goto(`${plainUrl(baseURL)}pages/opening.html`);
};
