import type { KeyBytes } from '../kernel/key-bytes.ts';
import { Listeners } from '../kernel/listeners.ts';
import { Checkpointer } from './checkpoint/checkpointer.ts';
import { CheckpointPolicy } from './checkpoint/checkpoint-policy.ts';
import { FellingFault } from './felling/felling-fault.ts';
import { Felling } from './felling/felling.ts';
import type { FollowedRecords } from './log/followed-records.ts';
import type { LogEvents } from './log/log-events.ts';
import { oldestOf } from './log/oldest-wanted.ts';
import { OngoingTransactions } from './log/ongoing-transactions.ts';
import { ReplicationLog } from './log/replication-log.ts';
import { StoredLog } from './log/stored-log.ts';
import type { LogStoreOptions } from './log-store-options.ts';
import { Reserve } from './quota/reserve.ts';
import type { RoomFault } from './quota/room-fault.ts';
import { Room } from './quota/room.ts';
import { RecordWriter } from './record-writer.ts';
import type { TreeId } from './store.ts';
import type { Forest } from './tree/forest.ts';
import { PendingRecords } from './tree/pending-records.ts';

/** What an opened store is made of, joined: which part tells which other what. What they do together is said by {@link LogStore}. */
export class StoreParts {
  readonly log: ReplicationLog;
  readonly forest: Forest;
  readonly checkpointer: Checkpointer;
  /** What followers of the log have still to answer. */
  readonly followed: FollowedRecords;
  /** The log as its readers find it. */
  readonly storedLog: StoredLog;
  readonly policy: CheckpointPolicy;
  readonly room: Room;
  readonly felling: Felling;
  readonly records: RecordWriter;
  readonly pending = new PendingRecords();
  readonly transactions = new OngoingTransactions();
  /** Hear that a group is about to be closed: answers that are appended then travel with what they answer. */
  readonly closing = new Listeners<[]>();
  /** Hear when items that are written expire, in seconds since 1970. */
  readonly expiring = new Listeners<[tree: TreeId, key: KeyBytes, seconds: number]>();
  /** Hear of bugs in what the store does by itself. */
  readonly broken = new Listeners<
    [part: 'commit' | 'checkpoint' | 'retention' | 'room', error: unknown]
  >();

  constructor(options: LogStoreOptions) {
    const { recovered, world } = options;
    this.forest = recovered.forest;
    this.followed = recovered.followed;
    this.storedLog = new StoredLog(
      options.device,
      world,
      {
        oldestLsn: recovered.superblock.logFromLsn,
        notes: recovered.notes,
      },
      (error) => {
        this.broken.tell('retention', error);
      },
    );
    this.checkpointer = new Checkpointer(
      this.forest,
      recovered.runs,
      recovered.superblock,
      recovered.groups,
      {
        oldestToRedo: () => oldestOf([this.followed.oldestLsn, this.storedLog.oldestNote]),
        oldestToKeep: () => this.storedLog.oldestWanted,
        onProgress: () => {
          this.policy.pace.look();
        },
        onBroken: (error) => {
          this.broken.tell('checkpoint', error);
        },
      },
      () => this.log,
      world.knobs,
    );
    this.log = new ReplicationLog(
      options.device,
      world,
      options.durability,
      recovered.position,
      this.#logEvents(options),
    );
    this.forest.follow(() => this.log.nextLsn, this.pending);
    const { expiring, followed, forest, log } = this;
    this.records = new RecordWriter({ log, forest, pending: this.pending, followed, expiring });
    this.policy = new CheckpointPolicy(
      this.log,
      this.forest,
      this.checkpointer,
      world,
      options.cacheBytes,
      { commits: recovered.groups.length, bytes: recovered.redoneBytes },
    );
    this.felling = new Felling(options.device, log, forest, world.knobs.felledPages);
    this.room = this.#newRoom(options);
  }

  #logEvents(options: LogStoreOptions): LogEvents {
    return {
      board: (group) => {
        this.room.beginCommit();
        return this.checkpointer.board(group);
      },
      onClosing: () => {
        this.closing.tell();
      },
      onRefused: (firstLsn) => {
        this.checkpointer.refused(firstLsn);
        this.pending.undo(firstLsn, this.forest);
        this.followed.refused(firstLsn);
        this.transactions.refused(firstLsn);
        this.policy.refused();
      },
      onFull: ({ isSmall, attempt }) =>
        isSmall ? this.room.giveWay(attempt) : this.room.makeWay(),
      onFatal: options.onFatal,
      onBroken: (error) => {
        this.broken.tell('commit', error);
      },
      onStored: (group, frames) => {
        this.storedLog.add(group, frames);
      },
      onCommitted: (durableLsn) => {
        this.pending.forget(durableLsn);
        this.followed.committed(durableLsn);
        this.transactions.committed(durableLsn);
        this.policy.committed();
        this.storedLog.committed(durableLsn);
      },
    };
  }

  /** Makes room, or takes a step of what frees some. Rejects with `DeviceFault`. */
  seeTo(fault: RoomFault | FellingFault): Promise<void> {
    return fault instanceof FellingFault ? this.felling.step(fault) : this.room.make(fault.bytes);
  }

  #newRoom({
    device,
    world,
    recovered,
    reserveBytesMax,
    onFull,
    onGivenUp,
  }: LogStoreOptions): Room {
    const reserve = new Reserve(device, world.random, recovered.reserveRows);
    return new Room(reserve, reserveBytesMax ?? 0, {
      logBytes: () => this.policy.logBytes + this.log.unwrittenBytes,
      runBytes: () => this.forest.runs.bytes,
      itemBytes: () => this.forest.itemBytes,
      checkpoint: () => this.policy.runToEnd(),
      fell: () => this.felling.finish(),
      compact: async () => device.compact?.(),
      pause: (ms) =>
        new Promise((resolve) => {
          world.host.after(ms, resolve);
        }),
      giveUpLog: () => {
        const fromLsn = this.storedLog.giveUp(this.log.durableLsn);
        if (fromLsn !== undefined) onGivenUp(fromLsn);
        return fromLsn !== undefined;
      },
      onFull,
      onBroken: (error) => {
        this.broken.tell('room', error);
      },
    });
  }
}
