/**
 * The knobs: numbers that tune the database, and whose change leaves its answers right. Which values each may have, and why it has this one, is in
 * `testing/knobs/knob-table.ts`; docs/knobs.md shows all of them. Limits of DynamoDB, and what is stored or sent, are no knobs.
 */
export const KNOBS = Object.freeze({
  // The log
  hardenWithinMs: 250,
  eagerBytes: 128 * 1024,
  groupBytes: 256 * 1024,
  logLookMs: 60_000,
  logGroupsAtOnce: 64,
  logGivenUpRecords: 32,
  logCacheBytes: 8 * 1024 * 1024,
  logLoadBytes: 2 * 1024 * 1024,
  logStepBack: 64,

  // Trees and their pages
  leafBytes: 40 * 1024,
  readAheadBytes: 64 * 1024,
  directoryBytes: 32 * 1024 * 1024,
  fingerprintBits: 44,
  housekeepingEvery: 256,
  housekeepingBytes: 2 * 1024 * 1024,

  // The checkpoint
  replayBytes: 15 * 1024 * 1024,
  cargoBytes: 512 * 1024,
  cargoBytesMax: 2 * 1024 * 1024,
  gentleCargoBytes: 128 * 1024,
  loadedPages: 16,
  runsMax: 32,
  runBytes: 10 * 1024 * 1024,
  runPages: 1_024,
  runRowBytes: 8 * 1024,
  loneReadRows: 3,
  loneReads: 4,
  sweepPages: 256,
  superfluousLogBytes: 16 * 1024 * 1024,
  checkpointCommits: 1_024,
  dirtyShare: 0.9,
  hotShare: 0.7,
  bufferedShare: 0.5,
  changesOverBytes: 6 * 1024 * 1024,
  checkpointIdleMs: 1_000,
  checkpointRetryMs: 5_000,
  warmTrees: 16,
  warmPages: 16,

  // The device
  deviceTimeoutMs: 20_000,
  reopenRetryMs: 100,

  // The background
  memberPauseMs: 30_000,
  followerChanges: 256,
  buildItems: 512,
  buildBytes: 256 * 1024,
  shardRollMs: 4 * 3_600_000,
  expiryDelayMs: 60_000,
  expiryItems: 512,
  expiryBytes: 256 * 1024,
  expiryPauseMs: 5,
  expiryDeletions: 100,
  expiryRetryMs: 100,
  felledPages: 4,
  felledPauseMs: 4,

  // Tabs
  beatMs: 1_000,
  watchLookMs: 250,
  pokeAfterMs: 1_500,
  stealAfterMs: 3_000,
  certainForMs: 2_500,
  hiddenLongMs: 10_000,
  takeMs: 1_000,
  clientSweepMs: 2_000,
  clientSilentMs: 2_000,
  leaseRenewMs: 1_000,
  leaseHeldMs: 3_000,
  leaseMs: 4_000,
  leaseLookMs: 250,

  // Regions
  hintMs: 20,
  helloMs: 5_000,
  regionAskMs: 500,
  regionPatienceMs: 1_000,
  followIdleMs: 500,
  followIdleMaxMs: 8_000,
  followLazyLsns: 5_000,
  followLazyMs: 600_000,
  batchChanges: 500,
  batchBytes: 256 * 1024,
  keepMs: 1_000,
  keepLazyLsns: 5_000,
  tombstoneSweepMs: 600_000,
  tombstonesAtOnce: 2_000,
  departureLookMs: 200,

  // Events
  changePauseMs: 1_000,

  // Requests
  heldBytes: 16 * 1024 * 1024,
});

/** A value for each knob. */
export type Knobs = Readonly<Record<keyof typeof KNOBS, number>>;
