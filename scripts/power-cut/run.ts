/**
 * `tsx scripts/power-cut/run.ts [cuts]`: Chromium with its power cut under load, again and again, in each durability.
 *
 * Only flushed bytes survive a cut (`only-flushed.c`), which is harsher than most disks. Needs Linux and a C compiler, the
 * built library and the built pages. Writes its result into docs/durability.md; not a part of CI.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChromiumProcess } from '../../e2e/durability/chromium-process.ts';
import { call } from '../../e2e/durability/page-calls.ts';
import type { Appended, DatabaseOptions, Inspection } from '../../e2e/durability/protocol.ts';
import { listen } from '../../e2e/durability/report-listener.ts';
import { newProfile, removeProfile } from '../browser-profile.ts';
import { MOUNTS, serve } from '../serve.ts';
import type { Cut, Series } from './report.ts';
import { DURABILITIES, writeReport } from './report.ts';

const FIRST_ITEMS = 200;
/** The load runs between these before the cut. */
const LOAD_MS = { least: 600, most: 2_000 };
const PAGE_CACHE_BYTES = 1024 * 1024;

interface Bench {
  readonly directory: string;
  readonly library: string;
  readonly pageUrl: string;
}

function compile(directory: string): string {
  const library = join(directory, 'only-flushed.so');
  const source = 'scripts/power-cut/only-flushed.c';
  const flags = ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'];
  const { status, error } = spawnSync('cc', flags, { stdio: 'inherit' });
  if (status !== 0) throw new Error('the C source does not compile', { cause: error });
  return library;
}

/** One life: load, cut, and what the next launch finds. */
async function cutOnce(bench: Bench, options: DatabaseOptions, loadMs: number): Promise<Cut> {
  const profile = join(bench.directory, 'profile');
  const shadow = join(bench.directory, 'shadow');
  for (const directory of [profile, shadow]) {
    removeProfile(directory);
    mkdirSync(directory);
  }
  const { acknowledged, cutAt } = await loadAndCut(bench, options, loadMs);
  const stored = join(profile, 'Default', 'IndexedDB');
  rmSync(stored, { recursive: true });
  cpSync(shadow, stored, { recursive: true });
  for (const name of readdirSync(stored, { recursive: true, encoding: 'utf8' }))
    if (name.includes('.unfinished-')) rmSync(join(stored, name));
  const browser = await ChromiumProcess.launch(profile);
  try {
    const page = await browser.page(bench.pageUrl);
    return cutFrom(await call(page, 'inspect', options), acknowledged, cutAt);
  } finally {
    await browser.quit();
  }
}

async function loadAndCut(
  { directory, library, pageUrl }: Bench,
  options: DatabaseOptions,
  loadMs: number,
): Promise<{ readonly acknowledged: readonly Appended[]; readonly cutAt: number }> {
  const acknowledged: Appended[] = [];
  const witness = await listen((report) => {
    if ('items' in report) acknowledged.push(report);
  });
  const browser = await ChromiumProcess.launch(join(directory, 'profile'), {
    LD_PRELOAD: library,
    POWER_CUT_ROOT: '/Default/IndexedDB/',
    POWER_CUT_SHADOW: join(directory, 'shadow'),
  });
  try {
    const page = await browser.page(pageUrl);
    await call(page, 'open', options);
    await call(page, 'fill', 0, FIRST_ITEMS);
    await call(page, 'rest');
    call(page, 'append', FIRST_ITEMS, witness.url).catch(() => undefined);
    await sleep(loadMs);
  } finally {
    const cutAt = Date.now();
    await browser.kill();
    witness.close();
    return { acknowledged: acknowledged.filter(({ at }) => at <= cutAt), cutAt };
  }
}

function cutFrom(inspection: Inspection, reports: readonly Appended[], cutAt: number): Cut {
  const acknowledged = (reports.at(-1)?.items ?? FIRST_ITEMS) - FIRST_ITEMS;
  if (inspection.kind !== 'opened')
    return { acknowledged, lost: acknowledged, oldestLostMs: 0, fault: inspection.message };
  const present = new Set(Object.values(inspection.items));
  let first = 0;
  while (present.has(first)) first++;
  const lostReports = reports.filter(({ items }) => items > first);
  const oldest = lostReports[0];
  const lost = Math.max(0, acknowledged - (first - FIRST_ITEMS));
  return {
    acknowledged,
    lost,
    oldestLostMs: oldest === undefined ? 0 : cutAt - oldest.at,
    fault: faultOf(inspection.faults, present, first),
  };
}

/** Beyond the first missing item there may be others of the same few puts, and no later ones. */
function faultOf(
  faults: readonly string[],
  present: ReadonlySet<number>,
  first: number,
): string | undefined {
  if (faults.length > 0) return faults[0];
  const late = [...present].find((number) => number > first + 8);
  return late === undefined ? undefined : `item ${late} is there and item ${first} is not`;
}

const cuts = Number(process.argv[2] ?? 25);
if (!existsSync('dist/pages/durability.html')) throw new Error('build the library and the pages');
const directory = newProfile('power-cut');
const served = await serve(MOUNTS, 0);
try {
  const bench = {
    directory,
    library: compile(directory),
    pageUrl: `${served.url}pages/durability.html`,
  };
  const all: Series[] = [];
  for (const durability of DURABILITIES) {
    const options = { name: 'cut', durability, cacheBytes: PAGE_CACHE_BYTES };
    const series: Cut[] = [];
    for (let i = 0; i < cuts; i++) {
      const loadMs = LOAD_MS.least + Math.random() * (LOAD_MS.most - LOAD_MS.least);
      const cut = await cutOnce(bench, options, loadMs);
      series.push(cut);
      console.log(durability, JSON.stringify(cut));
    }
    all.push({ durability, cuts: series });
  }
  writeReport(all);
} finally {
  served.close();
  removeProfile(directory);
}
