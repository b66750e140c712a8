import { ByteReader } from '../../kernel/byte-reader.ts';
import type { World } from '../../kernel/world.ts';
import type { Device, StoredFrame } from '../device/port.ts';
import { DeviceFault } from '../device/port.ts';
import type { Lsn } from '../store.ts';
import { decodeFrame } from './frame-codec.ts';
import { decodeRecordTime } from './log-record.ts';
import { oldestOf } from './oldest-wanted.ts';
import type { RecordTime } from './version-stamp.ts';
import { madeMsOf, stampMs } from './version-stamp.ts';

/** What readers of the log still want of it. */
export interface LogNeed {
  /** Records that are not older than this. 0: none for their age. */
  readonly ageMs: number;
  /** Records from this one on, whatever their age. */
  readonly fromLsn: Lsn | undefined;
}

/**
 * Knows which part of the log its readers still want: the checkpoint trims what lies before. Until it has been told what they
 * want, they want everything.
 */
export class LogRetention {
  readonly #device: Device;
  readonly #world: Pick<World, 'host' | 'service' | 'knobs'>;
  /** Hears of a bug in looking. */
  readonly #onBroken: (error: unknown) => void;
  #needs: readonly (() => LogNeed)[] = [];
  #isTold = false;
  /** Records below are too old to be wanted for their age. */
  #youngLsn: Lsn;
  #lookedMs: number | undefined;
  #isLooking = false;
  /** Where the log ended at each look, by the clock that never jumps: stamps may lie far ahead, the records before a look are as old as it. */
  #ends: { readonly nextLsn: Lsn; readonly atMs: number }[] = [];
  /** Records below are given up, whoever wants them. */
  #givenUpLsn = 0 as Lsn;

  constructor(
    device: Device,
    world: Pick<World, 'host' | 'service' | 'knobs'>,
    oldestLsn: Lsn,
    onBroken: (error: unknown) => void,
  ) {
    this.#device = device;
    this.#world = world;
    this.#onBroken = onBroken;
    this.#youngLsn = oldestLsn;
  }

  /** One more reader, who wants this. Answers what ends it. */
  keep(need: () => LogNeed): () => void {
    this.#isTold = true;
    this.#needs = [...this.#needs, need];
    return () => {
      this.#needs = this.#needs.filter((each) => each !== need);
    };
  }

  /** Whether anybody reads the log. */
  get isRead(): boolean {
    const { ageMs, fromLsn } = this.#need();
    return ageMs > 0 || fromLsn !== undefined;
  }

  /** The first record that must stay; undefined where none has to. */
  oldestWanted(): Lsn | undefined {
    if (!this.#isTold) return this.#youngLsn;
    const { ageMs, fromLsn } = this.#need();
    const wanted = ageMs === 0 ? fromLsn : Math.min(this.#youngLsn, fromLsn ?? Infinity);
    return wanted === undefined ? undefined : (Math.max(wanted, this.#givenUpLsn) as Lsn);
  }

  /**
   * Gives up the older half of what is wanted: the device is full. Who reads that far back is told that it is gone. Answers the first
   * record that stays; undefined where there is nothing to give up.
   */
  giveUp(durableLsn: Lsn): Lsn | undefined {
    const oldest = this.oldestWanted();
    const { logGivenUpRecords } = this.#world.knobs;
    if (oldest === undefined || durableLsn - oldest < logGivenUpRecords) return undefined;
    this.#givenUpLsn = Math.ceil((oldest + durableLsn + 1) / 2) as Lsn;
    return this.#givenUpLsn;
  }

  /** Finds out, now and then, which records have become too old. */
  look(durableLsn: Lsn): void {
    const { ageMs } = this.#need();
    const now = this.#world.service.now();
    const elapsedMs = this.#world.host.elapsedMs();
    const { logLookMs } = this.#world.knobs;
    const isDue = this.#lookedMs === undefined || elapsedMs >= this.#lookedMs + logLookMs;
    if (ageMs === 0 || this.#isLooking || !isDue) return;
    this.#isLooking = true;
    this.#lookedMs = elapsedMs;
    this.#ends.push({ nextLsn: (durableLsn + 1) as Lsn, atMs: elapsedMs });
    while (this.#ends[0] !== undefined && this.#ends[0].atMs + ageMs <= elapsedMs)
      this.#youngLsn = Math.max(this.#youngLsn, this.#ends.shift()?.nextLsn ?? 0) as Lsn;
    this.#find(now, ageMs, durableLsn)
      .catch((error: unknown) => {
        // The device failed: whoever writes next will hear of it.
        if (!(error instanceof DeviceFault)) this.#onBroken(error);
      })
      .finally(() => {
        this.#isLooking = false;
      });
  }

  /** What all readers together want. */
  #need(): LogNeed {
    let ageMs = 0;
    let fromLsn: Lsn | undefined;
    for (const each of this.#needs) {
      const need = each();
      ageMs = Math.max(ageMs, need.ageMs);
      fromLsn = oldestOf([fromLsn, need.fromLsn]);
    }
    return { ageMs, fromLsn };
  }

  async #find(nowMs: number, ageMs: number, durableLsn: Lsn): Promise<void> {
    await this.#findByStamp(nowMs - ageMs, durableLsn);
    await this.#findByClock(nowMs, ageMs, durableLsn);
  }

  /** The start of the last group whose stamp is from before `timeMs`: by halving, for stamps rise with the records. */
  async #findByStamp(timeMs: number, durableLsn: Lsn): Promise<void> {
    let low: number = this.#youngLsn;
    let high: number = durableLsn;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [frame] = await this.#device.readLog(middle, 1);
      const group = frame && headOf(frame);
      if (group === undefined || stampMs(group.stamp) >= timeMs || group.firstLsn > durableLsn)
        high = middle - 1;
      else {
        this.#youngLsn = group.firstLsn;
        low = Math.max(middle, group.firstLsn);
      }
    }
  }

  /**
   * Behind a record from when the clock was ahead all stamps lie ahead, and tell nothing: there each group is asked for what the clock
   * said beside. Goes on to the first that is young; one that cannot tell is as old as the next that can.
   */
  async #findByClock(nowMs: number, ageMs: number, durableLsn: Lsn): Promise<void> {
    const { logGroupsAtOnce } = this.#world.knobs;
    let from: number = this.#youngLsn;
    for (let count = 1; ; count = Math.min(2 * count, logGroupsAtOnce)) {
      const frames = await this.#device.readLog(from, count);
      for (const frame of frames) {
        const group = headOf(frame);
        if (group === undefined) continue;
        if (group.firstLsn > durableLsn) return;
        const madeMs = madeMsOf(group, nowMs);
        if (madeMs === undefined) continue;
        if (madeMs >= nowMs - ageMs) return;
        this.#youngLsn = Math.max(this.#youngLsn, group.firstLsn) as Lsn;
      }
      const last = frames[count - 1];
      if (last === undefined) return;
      from = last.lsn + 1 / 4096;
    }
  }
}

/** Where a group begins, and the time of its first record; undefined for what is not its first frame, or damaged. */
function headOf({ bytes }: StoredFrame): (RecordTime & { readonly firstLsn: Lsn }) | undefined {
  const decoded = decodeFrame(bytes);
  if (!decoded.ok || decoded.header.index !== 0 || decoded.payload === undefined) return undefined;
  const time = decodeRecordTime(new ByteReader(decoded.payload));
  return { ...time, firstLsn: decoded.header.firstLsn as Lsn };
}
