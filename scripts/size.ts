/**
 * What an app's users download, minified and gzipped as an app's bundler would ship it. Fails above a budget.
 * The worker inside the page library is left out of the page's figure and counted as the worker. Fails too where the README's
 * table says otherwise; with `--write` it writes that.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { BUDGETS, lineOf } from './size-budgets.ts';

const KILOBYTE = 1024;

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

const README = 'README.md';

/** The README with what was measured in the line of `row`, in whole kilobytes. */
function withRow(readme: string, row: string, size: number, budget: number): string {
  const line = lineOf(row);
  if (!line.test(readme)) throw new Error(`${README} has no line of ${row}`);
  return readme.replace(line, `| ${row} | ${Math.round(size)} KB | ${budget} KB |`);
}

let failed = false;
const readme = readFileSync(README, 'utf8');
let told = readme;
for (const { name, row, file, kilobytes } of BUDGETS) {
  if (!existsSync(file)) {
    console.error(`${name}: ${file} is missing; run npm run build first`);
    failed = true;
    continue;
  }
  const size = (await gzippedSize(file)) / KILOBYTE;
  const isOver = size > kilobytes;
  failed ||= isOver;
  told = withRow(told, row, size, kilobytes);
  console.log(`${name}: ${size.toFixed(1)} KB of ${kilobytes} KB${isOver ? ' TOO LARGE' : ''}`);
}
if (told !== readme) {
  if (process.argv.includes('--write')) writeFileSync(README, told);
  else {
    console.error(`${README} has other sizes: npm run size -- --write`);
    failed = true;
  }
}
process.exitCode = failed ? 1 : 0;
