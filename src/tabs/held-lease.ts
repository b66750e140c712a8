import type { LeaseLog } from '../kernel/lease-log.ts';
import type { Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

export interface HeldEntry {
  readonly log: LeaseLog;
  readonly holder: string;
  readonly number: number;
  /** When it began to write the entry; -Infinity where there was no room for one, and `number` is the one before. */
  readonly begunMs: number;
}

/**
 * A lease in our hand: renewed once a second, until it is released or another's entry stands where ours should. While there is no
 * room for an entry it is ours at each moment at which the log is seen to be without another's.
 */
export class HeldLease {
  readonly #world: World;
  readonly #log: LeaseLog;
  readonly #holder: string;
  readonly #onLost: () => void;
  #number: number;
  #heldFromMs: number;
  #renewing: Promise<boolean> | undefined;
  #timer: Timer | undefined;
  #isOver = false;

  constructor(world: World, { log, holder, number, begunMs }: HeldEntry, onLost: () => void) {
    this.#world = world;
    this.#log = log;
    this.#holder = holder;
    this.#number = number;
    this.#heldFromMs = begunMs;
    this.#onLost = onLost;
    this.#renewSoon();
  }

  /** Whether, by our own clock, nobody else can have it yet. */
  holds(): boolean {
    const { host, knobs } = this.#world;
    return !this.#isOver && host.elapsedMs() - this.#heldFromMs < knobs.leaseHeldMs;
  }

  /** Whether it is ours at a moment after the call. */
  async isOurs(): Promise<boolean> {
    return (await this.#renew()) && (this.holds() || this.#isNewest());
  }

  /** Answers whether it is still ours. One entry at a time, or the second would collide with the first. */
  #renew(): Promise<boolean> {
    this.#renewing ??= this.#append().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  /** What is under way may have been overtaken: nothing is written before that is known. */
  async release(): Promise<void> {
    this.#end();
    const isOurs = (await this.#renewing) ?? true;
    const entry = { number: this.#number + 1, holder: '' };
    if (isOurs) await this.#log.append(entry).catch(() => false);
    this.#log.close();
  }

  #renewSoon(): void {
    const { host, knobs } = this.#world;
    this.#timer = host.after(knobs.leaseRenewMs, () => {
      void this.#renew().then((isOurs) => {
        if (isOurs && !this.#isOver) this.#renewSoon();
      });
    });
  }

  async #append(): Promise<boolean> {
    const begunMs = this.#world.host.elapsedMs();
    const entry = { number: this.#number + 1, holder: this.#holder };
    const isAdded = await this.#log.append(entry).catch(() => undefined);
    const isOurs = isAdded ?? (await this.#isNewest());
    if (isAdded === true) {
      this.#number = entry.number;
      this.#heldFromMs = begunMs;
    } else if (!isOurs && !this.#isOver) {
      this.#end();
      this.#log.close();
      this.#onLost();
    }
    return isOurs;
  }

  async #isNewest(): Promise<boolean> {
    try {
      return ((await this.#log.newest())?.number ?? 0) === this.#number;
    } catch {
      return false;
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }
}
