import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('./e2e/pages', import.meta.url));
const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** dynamoose and what it is made of: CommonJS that takes Node's global `Buffer` for granted. */
const EXPECTS_BUFFER = /\/node_modules\/(dynamoose|dynamoose-utils|js-object-utilities)\//;
/** OneTable and its metrics import modules of Node. */
const EXPECTS_MODULES = /\/node_modules\/(dynamodb-onetable|custom-metrics)\//;
/** What stands in for Node in a page. */
const STAND_INS: Readonly<Record<string, string>> = {
  buffer: fromHere('./node_modules/buffer/index.js'),
  crypto: `${root}/shims/crypto.ts`,
  process: `${root}/shims/process.ts`,
};

const nodeStandIns: Plugin = {
  name: 'node-stand-ins',
  enforce: 'pre',
  resolveId: (source, importer = '') =>
    EXPECTS_BUFFER.test(importer) || EXPECTS_MODULES.test(importer) ? STAND_INS[source] : undefined,
  transform: (code, id) =>
    EXPECTS_BUFFER.test(id) && /\bBuffer\b/.test(code)
      ? { code: `const { Buffer } = require('buffer'); ${code}`, map: null }
      : undefined,
};

/** The pages of the end-to-end tests, bundled as an app would be: `hashrange` is the built package. */
export default defineConfig({
  root,
  base: './',
  plugins: [nodeStandIns],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('./dist/pages', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      input: readdirSync(root)
        .filter((name) => name.endsWith('.html'))
        .map((name) => `${root}/${name}`),
    },
  },
});
