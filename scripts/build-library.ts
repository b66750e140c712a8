/** Builds the published library into dist/: worker.js first, then the entries, then their types. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import type { InlineConfig, Plugin } from 'vite';
import { pruneTypes } from './prune-types.ts';

const OUT = 'dist';
const TYPES = `${OUT}/types`;

/** The worker as one classic script, for the entry that has it inside. */
async function classicWorker(): Promise<string> {
  const config = library('worker', 'worker/main.ts');
  const lib = { entry: 'worker/main.ts', formats: ['iife' as const], name: 'worker' };
  const built = await build({ ...config, build: { ...config.build, lib, write: false } });
  if (!Array.isArray(built)) throw new Error('Expected one bundle of the worker');
  const [script] = built.flatMap(({ output }) => output).filter((part) => part.type === 'chunk');
  if (script === undefined) throw new Error('Expected a script of the worker');
  return script.code;
}

const workerText: Plugin = {
  name: 'worker-text',
  resolveId: (source) => (source === 'hashrange:worker-text' ? source : undefined),
  load: async (id) =>
    id === 'hashrange:worker-text'
      ? `export const workerText = ${JSON.stringify(await classicWorker())};`
      : undefined,
};

function library(name: string, entry: string): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2023',
      outDir: OUT,
      emptyOutDir: false,
      minify: true,
      lib: { entry, formats: ['es'], fileName: () => `${name}.js` },
      rolldownOptions: { output: { codeSplitting: false }, external: /^node:/ },
    },
  };
}

for (const file of ['index', 'external', 'memory', 'worker', 'vite']) {
  rmSync(`${OUT}/${file}.js`, { force: true });
}
rmSync(TYPES, { recursive: true, force: true });

await build(library('worker', 'worker/main.ts'));
await build({ ...library('index', 'src/client/entry/index.ts'), plugins: [workerText] });
await build(library('external', 'src/client/entry/external.ts'));
await build(library('memory', 'src/memory/index.ts'));
await build(library('vite', 'src/vite/index.ts'));

// The comment kept our own build from bundling the worker; the bundler of an app must see the plain form and do it.
const external = readFileSync(`${OUT}/external.js`, 'utf8');
writeFileSync(`${OUT}/external.js`, external.replace(/\s*\/\* @vite-ignore \*\/\s*/, ''));

execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
const entries = {
  index: 'client/entry/index',
  external: 'client/entry/external',
  memory: 'memory/index',
  vite: 'vite/index',
};
for (const [name, source] of Object.entries(entries)) {
  writeFileSync(`${OUT}/${name}.d.ts`, `export * from './types/src/${source}.ts';\n`);
}
// The worker runs by itself: nothing is imported from it.
writeFileSync(`${OUT}/worker.d.ts`, 'export {};\n');
pruneTypes(
  TYPES,
  Object.keys(entries).map((name) => `${OUT}/${name}.d.ts`),
);
