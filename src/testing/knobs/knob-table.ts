import { KNOBS } from '../../kernel/knobs.ts';
import type { Knob } from './knob.ts';
import { HOUR, KIB, MIB, MINUTE, SECOND } from './knob.ts';
import { STORAGE_KNOBS } from './storage-knobs.ts';

export type KnobName = keyof typeof KNOBS;

/** Every knob of `KNOBS`. docs/knobs.md is written from it, and simulations draw from it. */
export const KNOB_TABLE: Readonly<Record<KnobName, Knob>> = {
  ...STORAGE_KNOBS,
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
  felledPages: {
    unit: 'pages',
    least: 1,
    most: 1_024,
    source: 'Of a dropped tree, that are deleted in one transaction: ADR 38',
  },
  felledPauseMs: {
    unit: 'ms',
    least: 0,
    most: 100,
    source: 'Between two of those where others write, so that no commit waits for both: ADR 38',
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
  heldBytes: {
    unit: 'bytes',
    least: KIB,
    most: 64 * MIB,
    source:
      'Pages and unsent answers that large requests hold at once, others waiting for their turn: one answer of BatchGetItem. One of any size goes alone',
  },
};

export const KNOB_NAMES = Object.keys(KNOB_TABLE) as readonly KnobName[];
