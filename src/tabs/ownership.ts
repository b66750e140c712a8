import type { Locks } from '../kernel/locks.ts';
import type { World } from '../kernel/world.ts';

/** Whether the lock is ours at this moment: an answer that a worker hears late, because it was stopped, may be true no more. */
export async function isMineNow(
  { host, knobs }: World,
  locks: Locks,
  lock: string,
): Promise<boolean> {
  for (;;) {
    const askedAt = host.elapsedMs();
    if (!(await locks.isMine(lock))) return false;
    if (host.elapsedMs() - askedAt < knobs.certainForMs) return true;
  }
}

/**
 * Whether this worker still owns the database. A worker that was stopped, as frozen tabs are, goes on where it stood, and
 * nothing tells it at once that another has taken over: before it answers anything again it looks at the lock.
 */
export class Ownership {
  readonly #world: World;
  readonly #locks: Locks;
  readonly #lock: string;
  readonly #onLost: () => void;
  #certainAt: number;
  #waiting: (() => void)[] | undefined;
  #isOver = false;

  constructor(world: World, locks: Locks, lock: string, onLost: () => void) {
    this.#world = world;
    this.#locks = locks;
    this.#lock = lock;
    this.#onLost = onLost;
    this.#certainAt = world.host.elapsedMs();
  }

  /** The engine's loop comes by. */
  beat(): void {
    if (this.isCertain()) this.#certainAt = this.#world.host.elapsedMs();
    else this.whenCertain(() => undefined);
  }

  isCertain(): boolean {
    if (this.#isOver || this.#waiting !== undefined) return false;
    const isLate = this.#isLate(this.#certainAt);
    return !isLate && this.#locks.holds(this.#lock);
  }

  /** An owner that has not come to its beat for so long may have been stopped, and its lock stolen. */
  #isLate(sinceMs: number): boolean {
    const { host, knobs } = this.#world;
    return host.elapsedMs() - sinceMs > knobs.certainForMs;
  }

  /** Runs these when the lock is known to be ours, in the order of the calls; never when it is not. */
  whenCertain(...works: (() => void)[]): void {
    if (this.#waiting === undefined) this.#ask(works);
    else this.#waiting.push(...works);
  }

  end(): void {
    this.#isOver = true;
    this.#waiting = undefined;
  }

  /** A lock that we cannot be sure of for a while was ours when it was looked at: what comes meanwhile waits for another look. */
  #ask(works: readonly (() => void)[]): void {
    if (this.#isOver) return;
    this.#waiting = [];
    const askedAt = this.#world.host.elapsedMs();
    this.#locks.isMine(this.#lock).then(
      (isMine) => {
        if (isMine) this.#confirmed(works, askedAt);
        else if (!this.#isOver) this.#onLost();
      },
      () => {
        if (!this.#isOver) this.#onLost();
      },
    );
  }

  #confirmed(works: readonly (() => void)[], askedAt: number): void {
    const meanwhile = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#certainAt = askedAt;
    for (const work of works) {
      if (this.#isLate(askedAt) || this.#isOver) this.whenCertain(work);
      else work();
    }
    while (this.isCertain() && meanwhile.length > 0) meanwhile.shift()?.();
    if (meanwhile.length > 0) this.whenCertain(...meanwhile);
  }
}
