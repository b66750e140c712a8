import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from './scripts/find-browser.ts';

// Chosen by the first process and inherited by Playwright's workers, so that two runs on one machine do not meet.
process.env['E2E_PORT'] ??= String(20_000 + (process.pid % 10_000));
const port = process.env['E2E_PORT'];
const baseURL = `http://localhost:${port}/`;

const chromium = findBrowser('chromium');
const firefox = findBrowser('firefox');

/** Specs that run in Firefox too. */
const IN_FIREFOX = [
  'sdk/**/*.spec.ts',
  'csp/**/*.spec.ts',
  'packaging/fresh-copy.spec.ts',
  'platform/**/*.spec.ts',
  'regions/**/*.spec.ts',
  'tabs/*.spec.ts',
  'console/{stream,regions,quiet,focus}.spec.ts',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // A flake is a bug.
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: { baseURL, trace: 'retain-on-failure' },
  webServer: {
    command: `npx --no-install tsx scripts/serve.ts ${port}`,
    url: baseURL,
    timeout: 60_000,
  },
  projects: [
    {
      name: 'chromium',
      use: {
        ...devices['Desktop Chrome'],
        launchOptions: {
          args: [...CHROMIUM_FLAGS],
          ...(chromium === undefined ? {} : { executablePath: chromium }),
        },
      },
    },
    // Stock Firefox, driven by WebDriver BiDi.
    ...(firefox === undefined
      ? []
      : [
          {
            name: 'firefox',
            testMatch: IN_FIREFOX,
            // What axe finds is in the document, whatever browser draws it.
            grepInvert: / are clean in /,
            use: {
              browserName: 'firefox' as const,
              channel: 'moz-firefox',
              launchOptions: { executablePath: firefox },
            },
          },
        ]),
  ],
});
