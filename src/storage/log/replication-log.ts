import { invariant } from '../../kernel/invariant.ts';
import type { Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import { DeviceFault, isRefusal } from '../device/port.ts';
import type { Durability } from '../durability.ts';
import type { Lsn } from '../store.ts';
import type { Cargo, LogEvents } from './log-events.ts';
import { encodeRecordHead } from './log-record.ts';
import { CommitGroup } from './commit-group.ts';
import { nextStamp, recordTime, stampMs } from './version-stamp.ts';

/** A group up to here is small: what the log needs for itself, deletions and the like. */
const SMALL_BYTES = 4 * 1024;

export interface LogEnd {
  readonly epoch: number;
  readonly nextLsn: Lsn;
  /** `headerCrc` of the last frame. */
  readonly prevCrc: number;
  readonly lastStamp: number;
  /** What the opening had no room to write: goes with the first commit. */
  readonly owedMeta: WriteBatch['putMeta'];
}

type Waiter = { readonly lsn: Lsn; readonly done: (fault: DeviceFault | undefined) => void };

/**
 * The append-only truth of a Region: group commit on the storage device (ADR 20).
 *
 * Invariants:
 * 1. LSNs are dense; one transaction is in flight at most; records that arrive meanwhile join the next.
 * 2. `hardenedLsn <= durableLsn <= appendedLsn`.
 * 3. A waiter hears of its LSN only after the transaction's completion, or of a fault exactly once.
 */
export class ReplicationLog {
  readonly #device: Device;
  readonly #world: World;
  readonly #durability: Durability;
  readonly #events: LogEvents;
  readonly #epoch: number;
  /** Payload above which a group takes no more records: its requests are answered, and send more, while the next group is written. */
  readonly #groupBytes: number;
  /** Payload above which a group is written at once: the device works while further requests of the turn run. */
  readonly #eagerBytes: number;
  #open: CommitGroup;
  /** Groups that are full and wait for their turn, oldest first. */
  #full: CommitGroup[] = [];
  /** A written group, whose buffers the next one takes over. */
  #spent: CommitGroup | undefined;
  #isInFlight = false;
  #isScheduled = false;
  #stopped: DeviceFault | undefined;
  #waiters: Waiter[] = [];
  #flushWaiters: Waiter[] = [];
  #harden: Timer | undefined;
  #mustHarden = false;
  #mustCommit = false;
  /** The newest record of a commit in flight that will survive a power loss; 0 where none is. */
  #hardeningLsn = 0 as Lsn;
  #prevCrc: number;
  #lastStamp: number;
  #owedMeta: WriteBatch['putMeta'];
  durableLsn: Lsn;
  hardenedLsn: Lsn;
  commits = 0;
  committedBytes = 0;
  /** Bytes of the pages that went with commits. */
  committedPageBytes = 0;

  constructor(
    device: Device,
    world: World,
    durability: Durability,
    position: LogEnd,
    events: LogEvents,
  ) {
    this.#device = device;
    this.#world = world;
    this.#durability = durability;
    this.#events = events;
    this.#epoch = position.epoch;
    this.#groupBytes = world.knobs.groupBytes;
    this.#eagerBytes = world.knobs.eagerBytes;
    this.#open = new CommitGroup(position.nextLsn);
    this.#prevCrc = position.prevCrc;
    this.#lastStamp = position.lastStamp;
    this.#owedMeta = position.owedMeta;
    this.durableLsn = (position.nextLsn - 1) as Lsn;
    this.hardenedLsn = 0 as Lsn;
  }

  get nextLsn(): Lsn {
    return (this.#open.lastLsn + 1) as Lsn;
  }

  get stopped(): DeviceFault | undefined {
    return this.#stopped;
  }

  /** Payload of records that no commit carries yet. */
  get unwrittenBytes(): number {
    let bytes = this.#open.payloadBytes;
    for (const group of this.#full) bytes += group.payloadBytes;
    return bytes;
  }

  /** Writes the head of the record about to be appended; answers its stamp. */
  beginRecord(changeCount: number): number {
    const nowMs = this.#world.service.now();
    this.#lastStamp = nextStamp(this.#lastStamp, nowMs);
    const { stamp, clockMs } = recordTime(this.#lastStamp, nowMs);
    encodeRecordHead(this.#open.keys, stamp, changeCount, clockMs);
    return stamp;
  }

  /** Stamp of the newest record; the next one's is above it. */
  get lastStamp(): number {
    return this.#lastStamp;
  }

  /** How far the newest stamp lies ahead of the clock, in milliseconds. */
  get clockLeadMs(): number {
    return Math.max(0, stampMs(this.#lastStamp) - this.#world.service.now());
  }

  /** The clock never again gives a stamp at or below this one: it came from another Region. */
  observe(stamp: number): void {
    this.#lastStamp = Math.max(this.#lastStamp, stamp);
  }

  /** The group to encode the next record into. Call `sealed` when its bytes are complete. */
  nextGroup(): CommitGroup {
    if (this.#open.payloadBytes > this.#groupBytes) {
      this.#full.push(this.#open);
      this.#open = new CommitGroup(this.nextLsn);
    }
    return this.#open;
  }

  /** The group of the record before: what has to be stored together with it goes here. */
  get group(): CommitGroup {
    return this.#open;
  }

  sealed(): Lsn {
    const lsn = this.#open.seal();
    this.#schedule();
    return lsn;
  }

  /** A request has run: a group that is large by now is written while further requests run. */
  commitEagerly(): void {
    if (this.#full.length > 0 || this.#open.payloadBytes > this.#eagerBytes) this.#commit();
  }

  /** Calls `done` once: when `lsn` is durable, or with the fault that refused it. */
  whenDurable(lsn: Lsn, done: (fault: DeviceFault | undefined) => void): void {
    if (lsn <= this.durableLsn) done(undefined);
    else if (this.#stopped !== undefined) done(this.#stopped);
    else this.#waiters.push({ lsn, done });
  }

  /** Calls `done` once everything appended so far survives a power loss. */
  whenHardened(done: (fault: DeviceFault | undefined) => void): void {
    const lsn = (this.nextLsn - 1) as Lsn;
    if (this.#stopped !== undefined) done(this.#stopped);
    else if (lsn <= this.hardenedLsn) done(undefined);
    else {
      this.#flushWaiters.push({ lsn, done });
      // Else who asks in the midst of each commit would be the reason for the next one, for ever.
      if (lsn <= this.#hardeningLsn) return;
      this.#mustHarden = true;
      this.#schedule();
    }
  }

  /** Asks for a commit soon even if nothing is appended, so that the checkpoint can board. */
  requestCommit(): void {
    this.#mustCommit = true;
    this.#schedule();
  }

  /** Stops for good; every waiter hears `fault`. */
  stop(fault: DeviceFault): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = fault;
    this.#harden?.cancel();
    this.#settleAll(fault);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isInFlight || this.#stopped !== undefined) return;
    this.#isScheduled = true;
    void Promise.resolve()
      .then(() => {
        this.#isScheduled = false;
        this.#closeAndCommit();
      })
      .catch((error: unknown) => {
        this.#broken(error);
      });
  }

  #closeAndCommit(): void {
    if (this.#open.recordCount > 0 && this.#stopped === undefined) this.#events.onClosing();
    this.#commit();
  }

  #commit(): void {
    const wanted =
      this.#full.length > 0 || this.#open.recordCount > 0 || this.#mustHarden || this.#mustCommit;
    if (this.#isInFlight || this.#stopped !== undefined || !wanted) return;
    this.#mustCommit = false;
    const group = this.#full.shift() ?? this.#takeOpen();
    const { firstLsn, lastLsn, payloadBytes } = group;
    const isNewest = lastLsn === this.nextLsn - 1;
    const prevCrc = this.#prevCrc;
    const cargo = this.#events.board({ firstLsn, lastLsn, prevCrc, payloadBytes, isNewest });
    const strict = this.#durability === 'strict' || this.#mustHarden || cargo?.strict === true;
    this.#hardeningLsn = strict ? lastLsn : (0 as Lsn);
    if (strict) {
      this.#mustHarden = false;
      this.#harden?.cancel();
      this.#harden = undefined;
    }
    this.#isInFlight = true;
    this.#write(group, cargo, strict).catch((error: unknown) => {
      this.#broken(error);
    });
  }

  /** The open group, with a record that only takes an LSN when it is empty. */
  #takeOpen(): CommitGroup {
    const group = this.#open;
    if (group.recordCount === 0) {
      this.beginRecord(0);
      group.seal();
    }
    this.#open = new CommitGroup((group.lastLsn + 1) as Lsn, this.#spent);
    this.#spent = undefined;
    return group;
  }

  async #write(
    group: CommitGroup,
    cargo: Cargo | undefined,
    strict: boolean,
    attempt = 1,
  ): Promise<void> {
    const { frames, lastCrc } = group.toFrames(this.#epoch, this.#prevCrc);
    const isSmall = group.payloadBytes < this.#groupBytes;
    if (!isSmall) group.release();
    const batch: WriteBatch = {
      addFrames: frames,
      dropPages: cargo?.dropPages ?? [],
      putPages: cargo?.putPages ?? [],
      trimLogBelow: cargo?.trimLogBelow,
      putMeta: [...this.#owedMeta, ...(cargo?.putMeta ?? [])],
    };
    const fault = this.#stopped === undefined ? await this.#attempt(batch, strict) : this.#stopped;
    if (this.#stopped !== undefined) {
      cargo?.settle(false);
      return;
    }
    if (fault === undefined) {
      if (isSmall) this.#spent = group;
      for (const { bytes } of frames) this.committedBytes += bytes.length;
      for (const { bytes, digest } of batch.putPages)
        this.committedPageBytes += bytes.length + (digest?.length ?? 0);
      this.#events.onStored(group, frames);
      this.#committed(group, lastCrc, strict, cargo);
    } else {
      cargo?.settle(false);
      if (fault.kind === 'quota' && (await this.#isWorthATry(group, cargo, attempt))) {
        await this.#write(group, undefined, strict, cargo === undefined ? attempt + 1 : attempt);
        return;
      }
      this.#failed(group, fault);
    }
    this.#isInFlight = false;
    this.#hardeningLsn = 0 as Lsn;
    this.#closeAndCommit();
  }

  /**
   * Without the pages that came along there may be room. So there may be for what is small, such as deletions, when the device has had time: who
   * asks for more is to make more. What nobody waits for gets one try more.
   */
  async #isWorthATry(
    group: CommitGroup,
    cargo: Cargo | undefined,
    attempt: number,
  ): Promise<boolean> {
    if (cargo !== undefined) return true;
    const isSmall =
      group.payloadBytes <= SMALL_BYTES && (attempt === 1 || this.#isWaitedFor(group));
    try {
      return await this.#events.onFull({ isSmall, attempt });
    } catch (error) {
      // Whatever the device has now: the commit was refused before.
      if (error instanceof DeviceFault) return false;
      throw error;
    }
  }

  #isWaitedFor({ firstLsn, lastLsn }: CommitGroup): boolean {
    return this.#waiters.some(({ lsn }) => lsn >= firstLsn && lsn <= lastLsn);
  }

  /** Writes the batch; answers the fault that kept it from being written, or from being known to be. */
  async #attempt(batch: WriteBatch, strict: boolean): Promise<DeviceFault | undefined> {
    try {
      await this.#device.write(batch, strict ? 'strict' : 'relaxed');
      return undefined;
    } catch (error) {
      if (error instanceof DeviceFault) return error;
      throw error;
    }
  }

  #committed(group: CommitGroup, lastCrc: number, strict: boolean, cargo: Cargo | undefined): void {
    this.#prevCrc = lastCrc;
    this.#owedMeta = [];
    this.durableLsn = group.lastLsn;
    this.commits++;
    if (strict) this.hardenedLsn = group.lastLsn;
    else if (this.#durability === 'interval') this.#hardenSoon();
    cargo?.settle(true);
    this.#events.onCommitted(this.durableLsn);
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      if (waiter.lsn <= this.durableLsn) waiter.done(undefined);
      else this.#waiters.push(waiter);
    }
    const flushWaiters = this.#flushWaiters;
    this.#flushWaiters = [];
    for (const waiter of flushWaiters) {
      if (waiter.lsn <= this.hardenedLsn) waiter.done(undefined);
      else this.#flushWaiters.push(waiter);
    }
    if (this.#flushWaiters.length > 0) this.#mustHarden = true;
  }

  #hardenSoon(): void {
    const { host, knobs } = this.#world;
    this.#harden ??= host.after(knobs.hardenWithinMs, () => {
      this.#harden = undefined;
      this.#mustHarden = true;
      this.#schedule();
    });
  }

  #failed(group: CommitGroup, fault: DeviceFault): void {
    if (!isRefusal(fault)) {
      // First the world around, so that readers who hear of the fault are run again on the next store.
      this.#events.onFatal(fault);
      this.stop(fault);
      return;
    }
    invariant(group.firstLsn === this.durableLsn + 1, 'a refused group follows the durable end');
    this.#full = [];
    this.#open = new CommitGroup(group.firstLsn);
    this.#mustHarden = false;
    if (this.#durability === 'interval' && this.hardenedLsn < this.durableLsn) this.#hardenSoon();
    this.#events.onRefused(group.firstLsn);
    this.#settleAll(fault);
  }

  /** Whether the commit is stored is not known, and memory is not to be trusted: the device tells. */
  #broken(error: unknown): void {
    this.#events.onBroken(error);
    const fault = new DeviceFault('closed', 'a commit has failed by a bug in hashrange');
    this.#events.onFatal(fault);
    this.stop(fault);
  }

  #settleAll(fault: DeviceFault): void {
    const waiters = [...this.#waiters, ...this.#flushWaiters];
    this.#waiters = [];
    this.#flushWaiters = [];
    for (const waiter of waiters) waiter.done(fault);
  }
}
