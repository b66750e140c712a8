import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
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

/** The library and the worker of release e9a77c9, as its users have them: what their tabs do when they meet this one. */
const lastRelease: Plugin = {
  name: 'last-release',
  generateBundle() {
    for (const file of ['external.js', 'worker.js']) {
      const source = gunzipSync(readFileSync(`${root}/last-release/${file}.gz`));
      this.emitFile({ type: 'asset', fileName: `last-release/${file}`, source });
    }
  },
};

/** The pages of the end-to-end tests, bundled as an app would be: `hashrange` is the built package. */
export default defineConfig({
  root,
  base: './',
  plugins: [nodeStandIns, lastRelease],
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
