import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page of the benchmark, bundled as an app would be: `hashrange` is the built package. */
export default defineConfig({
  root: fileURLToPath(new URL('./page', import.meta.url)),
  base: './',
  logLevel: 'warn',
  worker: {
    format: 'es',
    // SQLite looks for its binary by the name that it has in the package.
    rolldownOptions: { output: { assetFileNames: 'assets/[name][extname]' } },
  },
  build: {
    outDir: fileURLToPath(new URL('../.cache/bench', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
  },
});
