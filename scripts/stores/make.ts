/**
 * `npx tsx scripts/stores/make.ts DIST COMMIT [NAME...]`: makes the stores that are kept of a release, in Chromium, by the library that was built
 * from COMMIT into DIST, and writes them with what it told of them to the folder of that name in `src/testing/kept-stores/`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { KeptStore } from '../../src/testing/kept-stores/kept-store.ts';
import type { Told } from '../../src/testing/kept-stores/told.ts';
import { whatIsTold } from '../../src/testing/kept-stores/told.ts';
import { withPages } from './kept-page.ts';
import type { Scenario } from './scenarios.ts';
import { SCENARIOS } from './scenarios.ts';

const NAME = 'kept';
const [directory, build, ...wanted] = process.argv.slice(2);
if (directory === undefined || build === undefined)
  throw new Error('usage: npx tsx scripts/stores/make.ts DIST COMMIT [NAME...]');
const target = join('src/testing/kept-stores', build);
mkdirSync(target, { recursive: true });

async function make(scenario: Scenario): Promise<KeptStore | undefined> {
  const { regions, consumers, isClosed, play, last } = scenario;
  let kept: KeptStore | undefined;
  await withPages(directory ?? '', async (newPage) => {
    const page = await newPage();
    await page.open(NAME, regions);
    await play(page);
    const told: Record<string, Told> = {};
    for (const region of regions) told[region] = await whatIsTold(page.caller(region), consumers);
    await last?.(page);
    const madeMs = Date.now();
    await (isClosed ? page.close() : page.kill());
    const databases = await (await newPage()).dump();
    kept = { build: build ?? '', name: NAME, madeMs, regions, databases, consumers, told };
  });
  return kept;
}

for (const scenario of SCENARIOS) {
  if (wanted.length > 0 && !wanted.includes(scenario.name)) continue;
  const file = gzipSync(JSON.stringify(await make(scenario)), { level: 9 });
  writeFileSync(join(target, `${scenario.name}.store`), file);
  console.log(`${scenario.name}: ${(file.length / 1024).toFixed(1)} KB`);
}
