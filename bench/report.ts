/** The results as Markdown. */
import { cpus } from 'node:os';
import { AGAIN, NEW, OLD } from './against.ts';
import type { Against } from './against.ts';
import { BULK_LOAD, REOPEN, SETTLE } from './compare.ts';
import type { Comparison } from './compare.ts';
import type { Options } from './options.ts';
import type { Samples } from './samples.ts';
import { medianInterval, medianOf, percentileOf } from './samples.ts';
import type { TabsFigures } from './tabs.ts';
import { FOLLOWER, OWNER } from './tabs.ts';

const BASELINES = ['raw idb', 'Dexie', 'SQLite WAL'];
const INDEXED = 'hashrange indexed';
/** What three indexes may cost: above this share of the rate without any. */
const INDEXED_SHARE_MIN = 1 / 3;
const INDEXED_PUT = 'indexed put, 32 in flight';

type Targets = Readonly<Record<string, readonly (number | undefined)[]>>;

/** Ratios to reach beside raw idb, Dexie and SQLite WAL, at 100,000 items; undefined: only reported. */
const TARGETS: Targets = {
  [BULK_LOAD]: [7, 7, 3.5],
  'get, one at a time, warm': [2, 2, 1.2],
  'get, 64 in flight': [12, 12, 3],
  'query of 100 consecutive items': [3, 3, 2.5],
  'full scan, decoded in the page': [5, 5, 5],
  'put, one at a time': [1, 1.2, undefined],
  'put, 32 in flight': [16, 25, 5],
  'put, 256 in flight': [45, 60, 11],
  [REOPEN]: [0.6, 0.8, 2.5],
};

export function figure(value: number): string {
  if (value >= 1000) return Number(value.toPrecision(3)).toLocaleString('en');
  return value.toFixed(value < 10 ? 1 : 0);
}

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}x`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

/** Ratios of this build's rates to the other's, round by round, and of the same build to itself. */
export function againstReport(
  { rows, samples, browserVersion }: Against,
  options: Options,
): string {
  const cells = (row: string, column: string): string => {
    const ratios = samples.ratios(row, NEW, column);
    const [low, high] = medianInterval(ratios);
    return `${medianOf(ratios).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  };
  return [
    conditions(browserVersion, { ...options, loads: options.rounds, reopenings: 0 }),
    '',
    table(
      ['', NEW, `by ${OLD}`, 'by itself'],
      rows.map((row) => [
        row,
        `${figure(samples.median(row, NEW) ?? Number.NaN)}/s`,
        cells(row, OLD),
        cells(row, AGAIN),
      ]),
    ),
  ].join('\n');
}

export function conditions(browserVersion: string, options: Options): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return (
    `Measured ${date} in Chromium ${browserVersion}, headless, on a real profile; ` +
    `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}). ` +
    `${options.items.toLocaleString('en')} items of 277 bytes over 1,000 partition keys, loaded round-robin; ` +
    `medians of ${options.rounds} rounds, ${options.loads} bulk loads` +
    (options.reopenings === 0 ? '.' : ` and ${options.reopenings} reopenings.`)
  );
}

/** Rates a second of every peer; of the reopening the milliseconds. */
function rates({ samples, peers }: Comparison, workloads: readonly string[]): string {
  const rows = workloads.map((workload) => [
    workload,
    ...peers.map(({ name }) => cell(samples, workload, name, workload === REOPEN ? ' ms' : '')),
  ]);
  return table(['a second', ...peers.map(({ name }) => name)], rows);
}

function cell(samples: Samples, row: string, column: string, unit: string): string {
  const median = samples.median(row, column);
  return median === undefined ? '' : `${figure(median)}${unit}`;
}

/** Ratios of one peer to the baselines, judged by the targets. */
function ratios(
  { samples }: Comparison,
  peer: string,
  baselines: readonly string[],
  workloads: readonly string[],
  targets: Targets,
): string {
  const rows = workloads.map((workload) => [
    workload,
    ...baselines.map((baseline, i) => {
      const ours = samples.median(workload, peer);
      const theirs = samples.median(workload, baseline);
      if (ours === undefined || theirs === undefined) return 'not run';
      const ratio = workload === REOPEN ? theirs / ours : ours / theirs;
      const target = targets[workload]?.[i];
      if (target === undefined) return times(ratio);
      return `${times(ratio)} (${target}x ${ratio >= target ? 'reached' : 'missed'})`;
    }),
  ]);
  return table([`${peer} beside`, ...baselines], rows);
}

export function comparisonReport(comparison: Comparison, options: Options): string {
  const { samples, failures, facts, peers } = comparison;
  const workloads = [BULK_LOAD, ...comparison.workloads, REOPEN];
  const settle = samples.median(SETTLE, 'hashrange');
  const notes = [
    ...[...facts].map(([name, fact]) => `- ${name}: ${fact}.`),
    ...[...failures].map(([name, why]) => `- ${name} did not run: ${why}.`),
    ...peers
      .filter(({ rounds, share }) => rounds < options.rounds || share < 1)
      .map(
        ({ name, rounds, share }) =>
          `- ${name} made ${share * 100} % of the calls in ${Math.min(rounds, options.rounds)} rounds.`,
      ),
    ...(settle === undefined
      ? []
      : [
          `- After its bulk load hashrange took ${settle.toFixed(1)} s more to write its last pages, the second that it ` +
            'waits for quiet included; every write was durable before.',
        ]),
  ];
  return [
    conditions(comparison.browserVersion, options),
    'Ratios of medians, above 1 hashrange is faster; in brackets the target and whether it is reached.',
    ratios(comparison, 'hashrange', BASELINES, workloads, TARGETS),
    'Bare hops are the same calls, texts, messages and group commits with no engine behind them: JSON parsed and written again, ' +
      'a map, no checks, no pages (bench/page/peers/bare.ts). An engine on this road comes on top. Judged by the same targets:',
    ratios(comparison, 'bare hops', BASELINES, workloads, TARGETS),
    'Rates behind them:',
    rates(comparison, workloads),
    notes.join('\n'),
  ].join('\n\n');
}

export function indexesReport(comparison: Comparison, options: Options): string {
  const { samples, failures } = comparison;
  const workloads = [BULK_LOAD, ...comparison.workloads];
  const shares = [BULK_LOAD, INDEXED_PUT].map((workload) => {
    const share =
      (samples.median(workload, INDEXED) ?? Number.NaN) /
      (samples.median(workload, 'hashrange') ?? Number.NaN);
    const verdict = share > INDEXED_SHARE_MIN ? 'reached' : 'missed';
    return `- ${workload}: ${share.toFixed(2)} of the rate without indexes (above ${INDEXED_SHARE_MIN.toFixed(2)}: ${verdict}).`;
  });
  const indexedPeers = BASELINES.map((name) => `${name} indexed`);
  return [
    conditions(comparison.browserVersion, options),
    'Two global indexes and a local one, each of which holds whole items; in the peers three compound indexes of the same ' +
      'attributes. Writes count as done when a query of an index, made after them, has answered. Ratios of medians, above 1 ' +
      'hashrange is faster:',
    ratios(comparison, INDEXED, indexedPeers, workloads, {}),
    'What the indexes cost hashrange:',
    shares.join('\n'),
    'Rates behind them:',
    rates(comparison, workloads),
    [...failures].map(([name, why]) => `- ${name} did not run: ${why}.`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function sdkReport(comparison: Comparison, options: Options): string {
  return [
    conditions(comparison.browserVersion, options),
    "`hashrange` is the handle's `request`; beside it `@aws-sdk/client-dynamodb` with the configuration of `clientConfig()`, " +
      "and with the SDK's own signer instead.",
    rates(comparison, comparison.workloads),
  ].join('\n\n');
}

/** What a tab that does not own the database has to reach of the rate of the one that does. */
const FOLLOWER_SHARE_MIN = 0.5;

export function tabsReport(figures: TabsFigures, options: Options): string {
  const { samples, workloads, tail, replication, browserVersion } = figures;
  const rows = workloads.map((workload) => {
    const owner = samples.median(workload, OWNER) ?? Number.NaN;
    const follower = samples.median(workload, FOLLOWER) ?? Number.NaN;
    const share = follower / owner;
    const verdict = share >= FOLLOWER_SHARE_MIN ? 'reached' : 'missed';
    return [workload, figure(owner), figure(follower), `${times(share)} (0.5x ${verdict})`];
  });
  const spread = (values: readonly number[]): string =>
    [0.5, 0.99]
      .map((share) => `p${share * 100} ${percentileOf(values, share).toFixed(1)} ms`)
      .join(', ');
  return [
    conditions(browserVersion, options),
    'The same calls from the tab that owns the database and from one that does not, in turn:',
    table(['a second', OWNER, FOLLOWER, 'follower beside owner'], rows),
    [
      `- A put until its record is in the hands of who tails the stream (\`db.stream\`): ${spread(tail)}.`,
      `- Two Regions in one tab: ${figure(replication.rate)} records a second from the first write in one until the last is ` +
        `applied in the other; the writes alone ${figure(replication.writeRate)} a second.`,
      `- A put in one Region until a get in the other answers it: ${spread(replication.lags)}.`,
    ].join('\n'),
  ].join('\n\n');
}
