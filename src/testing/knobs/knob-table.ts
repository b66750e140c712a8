import { KNOBS } from '../../kernel/knobs.ts';

/** What is known of one knob. */
export interface Knob {
  readonly unit: 'ms' | 'bytes' | 'records' | 'items' | 'pages' | 'trees' | 'commits' | 'share';
  /** With every value from here to `most`, whatever the others have, all answers are right. */
  readonly least: number;
  readonly most: number;
  /** What it tunes, and why it has the default that it has. */
  readonly source: string;
}

export type KnobName = keyof typeof KNOBS;

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Every knob of `KNOBS`. docs/knobs.md is written from it, and simulations draw from it. */
export const KNOB_TABLE: Readonly<Record<KnobName, Knob>> = {
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
  housekeepingEvery: {
    unit: 'records',
    least: 128,
    most: 1_024,
    source:
      'Records, or pages loaded, between two looks at the cache: ours. Sooner, pages go before who waits for them has run',
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
  loadedPages: {
    unit: 'pages',
    least: 1,
    most: 128,
    source: 'Pages of buffered changes that come in for one group commit: ADR 11',
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
  deviceTimeoutMs: {
    unit: 'ms',
    least: 5 * SECOND,
    most: 30 * SECOND,
    source:
      'A device that says nothing for so long is hung; Chromium ends a stuck transaction after 60 s',
  },
  reopenRetryMs: {
    unit: 'ms',
    least: 50,
    most: SECOND,
    source:
      'Before a store is opened again after the first failure, twice that after the second: ours',
  },
  memberPauseMs: {
    unit: 'ms',
    least: 100,
    most: 30 * SECOND,
    source: 'After a step of the background has failed: ours',
  },
  followerChanges: {
    unit: 'records',
    least: 1,
    most: 4_096,
    source: 'Changes that the index follower answers in one log record: ADR 10',
  },
  buildItems: {
    unit: 'items',
    least: 32,
    most: 4_096,
    source:
      'Items that one step of an index build reads: ours. Fewer, and one on a device that fails now and then rests more than it builds',
  },
  buildBytes: {
    unit: 'bytes',
    least: 16 * KIB,
    most: MIB,
    source: 'Bytes of them: ours',
  },
  shardRollMs: {
    unit: 'ms',
    least: HOUR,
    most: 12 * HOUR,
    source:
      'A shard is closed about this often: semantics.md section 8. At most half the day that its records can be read',
  },
  expiryDelayMs: {
    unit: 'ms',
    least: 0,
    most: 48 * HOUR,
    source: 'How late a deletion may be, where no option says so; AWS: within a few days',
  },
  expiryItems: {
    unit: 'items',
    least: 1,
    most: 4_096,
    source: 'Items that one step of the walk for expired items reads: ours',
  },
  expiryBytes: {
    unit: 'bytes',
    least: 0,
    most: MIB,
    source: 'Bytes of them: ours',
  },
  expiryPauseMs: {
    unit: 'ms',
    least: 0,
    most: 100,
    source: 'Between two such steps: ours',
  },
  expiryDeletions: {
    unit: 'items',
    least: 1,
    most: 100,
    source: 'Deletions of one log record, as many as of a transaction: ours',
  },
  expiryRetryMs: {
    unit: 'ms',
    least: 1,
    most: SECOND,
    source: 'Until an expired item that is in a transaction is looked at again: ours',
  },
  beatMs: {
    unit: 'ms',
    least: 300,
    most: SECOND,
    source: 'Between two beats of an owner; two fit into the patience of whoever listens: ADR 12',
  },
  watchLookMs: {
    unit: 'ms',
    least: 50,
    most: 250,
    source: 'Between two looks of who listens for them: ours',
  },
  pokeAfterMs: {
    unit: 'ms',
    least: 1_250,
    most: 2 * SECOND,
    source: 'One beat is missing: the owner may be a page in the back/forward cache',
  },
  stealAfterMs: {
    unit: 'ms',
    least: 3 * SECOND,
    most: 4 * SECOND,
    source: 'Three are missing: it is hung or stopped. Above certainForMs',
  },
  certainForMs: {
    unit: 'ms',
    least: 1_250,
    most: 2_500,
    source: 'An owner whose beat is later than that looks at its lock first. Below stealAfterMs',
  },
  hiddenLongMs: {
    unit: 'ms',
    least: SECOND,
    most: MINUTE,
    source: 'An owner that nobody has seen for so long gives the database away: ours',
  },
  takeMs: {
    unit: 'ms',
    least: 200,
    most: 2 * SECOND,
    source: 'A tab that was given the database takes it within this time, or anybody may: ours',
  },
  clientSweepMs: {
    unit: 'ms',
    least: 500,
    most: 10 * SECOND,
    source: 'Between two looks at which clients are gone: ours',
  },
  clientSilentMs: {
    unit: 'ms',
    least: SECOND,
    most: 10 * SECOND,
    source: 'A page that was heard so lately may not have its lock yet: ours',
  },
  leaseRenewMs: {
    unit: 'ms',
    least: 300,
    most: SECOND,
    source: 'Between two entries of who holds a lease: ADR 17',
  },
  leaseHeldMs: {
    unit: 'ms',
    least: 2 * SECOND,
    most: 3 * SECOND,
    source: 'The holder takes it for over so long after an entry. Below leaseMs, for clocks drift',
  },
  leaseMs: {
    unit: 'ms',
    least: 4 * SECOND,
    most: 5 * SECOND,
    source: 'Others take it for over when its log has stood still for so long: ADR 17',
  },
  leaseLookMs: {
    unit: 'ms',
    least: 50,
    most: 250,
    source: 'Between two looks of who waits for a lease: ours',
  },
  hintMs: {
    unit: 'ms',
    least: 0,
    most: 500,
    source: 'New writes are told to other Regions with what comes so soon after: ours',
  },
  helloMs: {
    unit: 'ms',
    least: 500,
    most: 8 * SECOND,
    source: 'Between two greetings of Regions that share tables: ADR 13',
  },
  regionAskMs: {
    unit: 'ms',
    least: 100,
    most: 2 * SECOND,
    source: 'How long a request waits for another Region: ours',
  },
  regionPatienceMs: {
    unit: 'ms',
    least: SECOND,
    most: 5 * SECOND,
    source: 'A question of the background without an answer for so long is given up: ours',
  },
  followIdleMs: {
    unit: 'ms',
    least: 10,
    most: 2 * SECOND,
    source: 'Between two questions while nothing new comes, doubled each time: ours',
  },
  followIdleMaxMs: {
    unit: 'ms',
    least: SECOND,
    most: 10 * SECOND,
    source: 'The longest such pause: ours',
  },
  followLazyLsns: {
    unit: 'records',
    least: 100,
    most: 10_000,
    source:
      'A cursor that moved so far over nothing of ours is put down: ADR 13. With few records two Regions answer each other’s cursors for ever',
  },
  followLazyMs: {
    unit: 'ms',
    least: MINUTE,
    most: HOUR,
    source: 'The same, after so long: ADR 13. Sooner, and they do so too',
  },
  batchChanges: {
    unit: 'items',
    least: 1,
    most: 500,
    source: 'Writes of one message to another Region, which takes 1,000: ours',
  },
  batchBytes: {
    unit: 'bytes',
    least: 1,
    most: MIB,
    source: 'Bytes of them: ours. 0 would be full before the first, and stand still',
  },
  keepMs: {
    unit: 'ms',
    least: 0,
    most: 10 * SECOND,
    source: 'What other Regions have confirmed is put down with what comes so soon after: ours',
  },
  keepLazyLsns: {
    unit: 'records',
    least: 100,
    most: 10_000,
    source:
      'A confirmation that moved so far over nothing of the table is put down: ADR 13. No fewer, as followLazyLsns',
  },
  tombstoneSweepMs: {
    unit: 'ms',
    least: SECOND,
    most: HOUR,
    source: 'Between two sweeps of tombstones: ADR 13',
  },
  tombstonesAtOnce: {
    unit: 'items',
    least: 1,
    most: 4_096,
    source: 'Tombstones that one step of a sweep looks at: ours',
  },
  departureLookMs: {
    unit: 'ms',
    least: 20,
    most: SECOND,
    source: 'Between two looks at a replica that leaves: ours',
  },
  changePauseMs: {
    unit: 'ms',
    least: 0,
    most: MINUTE,
    source: 'Between two events of changes, `written` or `tables`, so that a load wakes few: ours',
  },
};

export const KNOB_NAMES = Object.keys(KNOB_TABLE) as readonly KnobName[];
