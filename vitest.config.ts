import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findBrowser } from './scripts/find-browser.ts';
import { LongestFirst } from './scripts/longest-first.ts';

const executablePath = findBrowser('chromium');

export default defineConfig({
  test: {
    // Two cores: more workers only make the slow tests slower.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // For machines that do other work meanwhile. No test waits for time to pass.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,worker,web,scripts,bench}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        // Found at start, or Vite reloads the page in the middle of a test.
        optimizeDeps: {
          include: [
            '@aws-sdk/client-dynamodb',
            'idb',
            'comlink',
            'big.js',
            '@noble/hashes/legacy.js',
            '@noble/hashes/utils.js',
          ],
        },
        test: {
          name: 'chromium',
          include: ['{src,worker,web}/**/*.{browser,everywhere}.test.ts'],
          exclude: ['**/node_modules/**'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: [...CHROMIUM_FLAGS],
                ...(executablePath === undefined ? {} : { executablePath }),
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
