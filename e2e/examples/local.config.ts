import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/find-browser.ts';

const executablePath = findBrowser('chromium');

/** For the example alone: `examples.spec.ts` says where its app is served. */
export default defineConfig({
  testDir: '../../docs/examples',
  testMatch: 'orders.spec.ts',
  outputDir: '../../.cache/examples-results',
  reporter: 'list',
  use: {
    baseURL: process.env['APP_URL'] ?? '',
    launchOptions: {
      args: [...CHROMIUM_FLAGS],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
