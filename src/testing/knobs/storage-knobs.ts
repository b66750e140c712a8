import type { Knob } from './knob.ts';
import { KIB, MIB, MINUTE, SECOND } from './knob.ts';

/** The knobs of the log, of pages and of the checkpoint. */
export const STORAGE_KNOBS = {
  hardenWithinMs: {
    unit: 'ms',
    least: 1,
    most: 1_000,
    source: 'Power loss may cost so much of what `interval` acknowledged: ADR 20',
  },
  eagerBytes: {
    unit: 'bytes',
    least: 0,
    most: MIB,
    source: 'Payload above which a group is written while further requests run: ours',
  },
  groupBytes: {
    unit: 'bytes',
    least: KIB,
    most: MIB,
    source:
      'Payload above which a group takes no more records; 1 MiB is the bound: platform.md, B4',
  },
  logLookMs: {
    unit: 'ms',
    least: SECOND,
    most: MINUTE,
    source: 'Between two looks at how far back the log has to reach: ours',
  },
  logGroupsAtOnce: {
    unit: 'records',
    least: 1,
    most: 256,
    source: 'Groups read at once where each has to be asked for its age: ours',
  },
  logGivenUpRecords: {
    unit: 'records',
    least: 1,
    most: 1_024,
    source: 'Fewer records are not worth giving up on a full device: ours',
  },
  logCacheBytes: {
    unit: 'bytes',
    least: 2 * MIB,
    most: 32 * MIB,
    source:
      'Frames kept for readers of the log: ours. With less than one load they read it again and again',
  },
  logLoadBytes: {
    unit: 'bytes',
    least: 64 * KIB,
    most: 2 * MIB,
    source: 'Frames that one fault of a reader brings in: ours. No more than the cache holds',
  },
  logStepBack: {
    unit: 'records',
    least: 16,
    most: 1_024,
    source: 'How far before a record its group is looked for first: ours',
  },
  leafBytes: {
    unit: 'bytes',
    least: KIB,
    most: 60_000,
    source: 'A page above this splits, and is joined below a fifth of it: ADR 5',
  },
  readAheadBytes: {
    unit: 'bytes',
    least: 0,
    most: MIB,
    source: 'What a scan that says nothing of its size is expected to read: ours',
  },
  directoryBytes: {
    unit: 'bytes',
    least: 0,
    most: 128 * MIB,
    source:
      'What is kept of the keys of pages that are not in memory, eight bytes each: ADR 35. Without it every write reads its page',
  },
  fingerprintBits: {
    unit: 'bits',
    least: 2,
    most: 44,
    source:
      'Of a key there: ADR 35. With few, pages are read that need not be, and counts are corrected later',
  },
  housekeepingEvery: {
    unit: 'records',
    least: 1,
    most: 1_024,
    source: 'Records, or pages loaded, between two looks at the cache: ours',
  },
  housekeepingBytes: {
    unit: 'bytes',
    least: KIB,
    most: 4 * MIB,
    source: 'Or bytes of them: pages of the largest items would pass the budget long before: ours',
  },
  replayBytes: {
    unit: 'bytes',
    least: 2 * MIB,
    most: 15 * MIB,
    source: 'Log that an opening may have to replay before writes wait for the checkpoint: ADR 19',
  },
  cargoBytes: {
    unit: 'bytes',
    least: KIB,
    most: 4 * MIB,
    source: 'Pages that ride with one group commit, where the checkpoint has time: ADR 22',
  },
  cargoBytesMax: {
    unit: 'bytes',
    least: MIB,
    most: 8 * MIB,
    source: 'The same, where it has to end soon: ADR 22',
  },
  gentleCargoBytes: {
    unit: 'bytes',
    least: 16 * KIB,
    most: MIB,
    source: 'The same, where only the background waits for the cycle: ADR 40',
  },
  loadedPages: {
    unit: 'pages',
    least: 1,
    most: 128,
    source: 'Pages of buffered changes that come in for one group commit: ADR 11',
  },
  runsMax: {
    unit: 'runs',
    least: 0,
    most: 48,
    source: 'Sorted runs that may lie beside the pages: ADR 36. With 0 there are none',
  },
  runBytes: {
    unit: 'bytes',
    least: 2 * KIB,
    most: 14 * MIB,
    source: 'Log after which buffered changes leave in a run: ADR 36. Less than `replayBytes`',
  },
  runPages: {
    unit: 'pages',
    least: 0,
    most: 1_024,
    source: 'Pages with buffered changes up to which these go to their pages at once: ours',
  },
  runRowBytes: {
    unit: 'bytes',
    least: KIB,
    most: 48 * KIB,
    source: 'A row of a run: ours. One stored value at most, where its changes allow it',
  },
  loneReadRows: {
    unit: 'rows',
    least: 1,
    most: 48,
    source:
      'Rows of runs that a page has to be merged with from which on one of its items is read alone: ADR 36',
  },
  loneReads: {
    unit: 'items',
    least: 0,
    most: 1_024,
    source: 'Items of a page that are read alone before it comes in: ours',
  },
  sweepPages: {
    unit: 'pages',
    least: 1,
    most: 1_024,
    source: 'Pages that one slice of a sweep at rest brings in: ours',
  },
  superfluousLogBytes: {
    unit: 'bytes',
    least: 0,
    most: 64 * MIB,
    source: 'Log that nobody needs and that stays under load: ADR 19',
  },
  checkpointCommits: {
    unit: 'commits',
    least: 1,
    most: 16_384,
    source: 'So many small commits start a checkpoint that is cheap: ADR 19',
  },
  dirtyShare: {
    unit: 'share',
    least: 0.75,
    most: 0.95,
    source: 'Of the cache, in dirty pages, above which the coldest are written: ADR 22',
  },
  hotShare: {
    unit: 'share',
    least: 0.1,
    most: 0.75,
    source: 'Of the cache, down to which they are: ADR 22',
  },
  bufferedShare: {
    unit: 'share',
    least: 0.01,
    most: 1,
    source: 'Of the cache, that buffered changes may take beside it: ADR 11',
  },
  changesOverBytes: {
    unit: 'bytes',
    least: KIB,
    most: 8 * MIB,
    source:
      'Dirty pages, or buffered changes, beyond those shares above which writers wait: ADR 37',
  },
  checkpointIdleMs: {
    unit: 'ms',
    least: 10,
    most: MINUTE,
    source: 'A store that has rested so long writes its dirty pages: ours',
  },
  checkpointRetryMs: {
    unit: 'ms',
    least: 100,
    most: MINUTE,
    source: 'Wait after a refused checkpoint: ours',
  },
  warmTrees: {
    unit: 'trees',
    least: 0,
    most: 64,
    source: 'Trees that an opening opens before anybody asks: ADR 6',
  },
  warmPages: {
    unit: 'pages',
    least: 0,
    most: 64,
    source: 'Pages of the catalog that it loads: ADR 6',
  },
} as const satisfies Readonly<Record<string, Knob>>;
