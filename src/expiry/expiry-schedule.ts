import type { KeyBytes } from '../kernel/key-bytes.ts';

/** Items of one table that are remembered. */
const ITEMS_MAX = 50_000;

/**
 * What is known of one table's items that expire soon. Every item that expires before the horizon is in it, or has been looked
 * at since it expired: a walk over the table moves the horizon on, writes of the meantime are heard.
 */
export class ExpirySchedule {
  readonly attribute: string;
  /** Behind it nothing is known. */
  horizon = -Infinity;
  /** The walk under way: where it goes on, and the horizon that it leads to. */
  walk: { from: KeyBytes; horizon: number } | undefined;
  readonly #items = new Map<KeyBytes, number>();

  constructor(attribute: string) {
    this.attribute = attribute;
  }

  /** Remembers when an item expires, if that is soon. Answers whether it does. */
  add(key: KeyBytes, seconds: number): boolean {
    if (seconds >= Math.max(this.horizon, this.walk?.horizon ?? -Infinity)) return false;
    this.#items.set(key, seconds);
    if (this.#items.size > ITEMS_MAX) this.#draw();
    return true;
  }

  forget(key: KeyBytes): void {
    this.#items.delete(key);
  }

  /** At most `limit` items that expired before `nowSeconds`. */
  due(nowSeconds: number, limit: number): readonly KeyBytes[] {
    const due: KeyBytes[] = [];
    for (const [key, seconds] of this.#items) {
      if (seconds < nowSeconds && due.push(key) === limit) break;
    }
    return due;
  }

  /** How many have expired before `nowSeconds`. */
  dueCount(nowSeconds: number): number {
    let count = 0;
    for (const seconds of this.#items.values()) if (seconds < nowSeconds) count++;
    return count;
  }

  /** When the next item expires, or the horizon is reached. */
  get next(): number {
    let next = this.horizon;
    for (const seconds of this.#items.values()) next = Math.min(next, seconds);
    return next;
  }

  /** Draws the horizon in to the half of the items that expire first, and forgets the others. */
  #draw(): void {
    const times = [...this.#items.values()].sort((a, b) => a - b);
    const horizon = times[times.length >>> 1] ?? this.horizon;
    this.horizon = Math.min(this.horizon, horizon);
    if (this.walk !== undefined) this.walk.horizon = Math.min(this.walk.horizon, horizon);
    for (const [key, seconds] of this.#items) if (seconds >= horizon) this.#items.delete(key);
  }
}
