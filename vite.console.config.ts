import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { buildSample, type SampleFile } from './scripts/build-sample.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Serves the sample under `sample/` while developing, emits it when building. */
function samplePlaces(): Plugin {
  let built: readonly SampleFile[] | undefined;
  const files = (): readonly SampleFile[] => (built ??= buildSample());
  return {
    name: 'sample-places',
    configureServer(server) {
      server.middlewares.use('/sample/', (request, response, next) => {
        const name = (request.url ?? '').replace(/^\//, '').replace(/\?.*$/, '');
        const file = files().find((candidate) => candidate.name === name);
        if (file === undefined) {
          next();
          return;
        }
        response.setHeader('content-type', 'application/octet-stream');
        response.end(file.content);
      });
    },
    generateBundle() {
      for (const { name, content } of files()) {
        this.emitFile({ type: 'asset', fileName: `sample/${name}`, source: content });
      }
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
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
