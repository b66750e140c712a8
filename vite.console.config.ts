import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { SAMPLE_DIRECTORY, writeSample } from './scripts/build-sample.ts';
import { findFile, pathOf, sendFile } from './src/vite/static-files.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Ports between tabs are brought by a worker of the owner's, which is a blob where an app has the worker built in.
  "worker-src 'self' blob:",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The dev server has the sample beside the console, as `npm start` has. */
function samplePlaces(): Plugin {
  return {
    name: 'sample-places',
    apply: 'serve',
    configureServer(server) {
      writeSample();
      server.middlewares.use('/sample/', (request, response, next) => {
        const file = findFile(SAMPLE_DIRECTORY, pathOf(request) ?? '');
        if (file === undefined) next();
        else sendFile(file, request, response);
      });
    },
  };
}

/** Only the built page carries the policy: the dev server needs inline styles and a socket. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('./web', import.meta.url)),
  base: './',
  plugins: [svelte({ configFile: false }), samplePlaces(), contentSecurityPolicy()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('./dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // A busy machine is no news.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
