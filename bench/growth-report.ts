import { cpus } from 'node:os';
import type { Figures } from './growth-stages.ts';
import { HEAP, LOG, OURS, RAW } from './growth-stages.ts';
import type { Options } from './options.ts';
import { figure, table, times } from './report.ts';

/** What hashrange has to reach: so many times raw idb's rate, or so much of its time. */
const RATIO_MIN: readonly (readonly [row: RegExp, ratio: number])[] = [
  [/^load to .* items\/s$/, 3],
  [/^load with one index to .* items\/s$/, 2],
  [/^put anywhere, .* calls\/s$/, 2],
  [/^get anywhere, .* calls\/s$/, 3],
  [/^second index, s$/, 2],
];
/** The most that a figure of ours may be. */
const MOST: readonly (readonly [row: RegExp, most: number])[] = [
  [/^(load|load with one index): slowest call, ms$/, 250],
  [/^opening after a kill in mid-load, ms$/, 1_000],
];

/** The same in MiB of what the worker holds: the cache's budget and 64 beside it, and the log. */
const HELD_MOST: Readonly<Record<string, number>> = { [HEAP]: 128, [LOG]: 64 };

const isRate = (row: string): boolean => row.endsWith('/s');

function verdict(row: string, ours: number, raw: number | undefined): string {
  const most = MOST.find(([pattern]) => pattern.test(row))?.[1];
  if (most !== undefined) return `${most} at most: ${ours <= most ? 'kept' : 'exceeded'}`;
  const least = RATIO_MIN.find(([pattern]) => pattern.test(row))?.[1];
  if (least === undefined || raw === undefined) return '';
  return `${least}x: ${ratioOf(row, ours, raw) >= least ? 'reached' : 'missed'}`;
}

function ratioOf(row: string, ours: number, raw: number): number {
  return isRate(row) ? ours / raw : raw / ours;
}

function heldTable({ held }: Figures): string {
  const columns = Object.keys(Object.values(held)[0] ?? {});
  const rows = Object.entries(held).map(([what, values]) => [
    what,
    ...columns.map((column) => {
      const value = values[column] ?? Number.NaN;
      return figure(value) + (value > (HELD_MOST[column] ?? Infinity) ? ' (exceeded)' : '');
    }),
  ]);
  return table(['MiB at most', ...columns], rows);
}

export function growthReport(figures: Figures, options: Options): string {
  const [cpu] = cpus();
  const rows = Object.entries(figures.measured).map(([row, columns]) => {
    const { [OURS]: ours, [RAW]: raw, IndexedDB: bare } = columns;
    const cell = (value: number | undefined): string => (value === undefined ? '' : figure(value));
    const ratio = ours === undefined || raw === undefined ? '' : times(ratioOf(row, ours, raw));
    const judged = ours === undefined ? '' : verdict(row, ours, raw);
    return [row, cell(ours), cell(raw ?? bare), ratio, judged];
  });
  return [
    `Measured ${new Date().toISOString().slice(0, 10)} in Chromium, headless, on a real profile; ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}). ` +
      `${options.growthItems.toLocaleString('en')} items of 300 bytes, each with a partition key of its own: at random places of the table and of the index. ` +
      'Loaded 50,000 at a time without a rest; raw idb first, then hashrange with its default cache of 64 MiB.',
    "Ratios above 1: hashrange is faster. The first rows are IndexedDB's own: no database on top of it is faster. The second index of raw idb is a load of an " +
      'empty database with both. `npm run bench -- --growth --items 1000000 --resume` goes on where a long run was ended.',
    table(['', OURS, `${RAW}, or IndexedDB`, 'ratio', 'target'], rows),
    `What the worker held, looked at four times a second; allowed are ${HELD_MOST[HEAP] ?? 0} MiB of heap and ${HELD_MOST[LOG] ?? 0} MiB of log. The last two columns count from the opening on.`,
    heldTable(figures),
  ].join('\n\n');
}
