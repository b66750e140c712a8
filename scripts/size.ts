/**
 * What an app's users download, minified and gzipped as an app's bundler would ship it. Fails above a budget.
 * The worker inside the page library is left out of the page's figure and counted as the worker.
 */
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const KILOBYTE = 1024;

const BUDGETS = [
  { name: 'page library', file: 'dist/external.js', kilobytes: 24 },
  { name: 'worker', file: 'dist/worker.js', kilobytes: 157 },
  { name: 'memory', file: 'dist/memory.js', kilobytes: 160 },
] as const;

async function bundle(file: string): Promise<Rolldown.OutputChunk[]> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: file, preserveEntrySignatures: 'strict' },
    },
  });
  if (!('output' in built)) throw new Error(`Expected one bundle of ${file}`);
  return built.output.filter((part) => part.type === 'chunk');
}

async function gzippedSize(file: string): Promise<number> {
  const chunks = await bundle(file);
  const code = chunks.map((chunk) => chunk.code).join('\n');
  return gzipSync(code, { level: 9 }).byteLength;
}

let failed = false;
for (const { name, file, kilobytes } of BUDGETS) {
  if (!existsSync(file)) {
    console.error(`${name}: ${file} is missing; run npm run build first`);
    failed = true;
    continue;
  }
  const size = (await gzippedSize(file)) / KILOBYTE;
  const isOver = size > kilobytes;
  failed ||= isOver;
  console.log(`${name}: ${size.toFixed(1)} KB of ${kilobytes} KB${isOver ? ' TOO LARGE' : ''}`);
}
process.exitCode = failed ? 1 : 0;
