import type { Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

/** Between two beats of an owner. */
export const BEAT_MS = 1_000;
/** How often the watch looks. */
const LOOK_MS = 250;
/** One beat is missing: the owner may be a page in the back/forward cache. */
const POKE_AFTER_MS = 1_500;
/** Three are missing: it is hung or stopped. */
const STEAL_AFTER_MS = 3_000;

export interface WatchEvents {
  readonly onMissed: () => void;
  /** Called again every three beats for as long as nobody is heard. */
  readonly onSilent: () => void;
}

/** Listens for the owner's beats. A watch that was itself stopped begins anew: it could not hear. */
export class Watch {
  readonly #world: World;
  readonly #events: WatchEvents;
  #timer: Timer | undefined;
  #heardAt = 0;
  #lookedAt = 0;
  #hasMissed = false;

  constructor(world: World, events: WatchEvents) {
    this.#world = world;
    this.#events = events;
  }

  start(): void {
    this.stop();
    this.heard();
    this.#lookSoon();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  heard(): void {
    this.#heardAt = this.#world.host.elapsedMs();
    this.#hasMissed = false;
  }

  #lookSoon(): void {
    this.#lookedAt = this.#world.host.elapsedMs();
    this.#timer = this.#world.host.after(LOOK_MS, () => {
      const now = this.#world.host.elapsedMs();
      if (now - this.#lookedAt > BEAT_MS) this.heard();
      this.#lookSoon();
      this.#judge(now - this.#heardAt);
    });
  }

  #judge(silentMs: number): void {
    if (silentMs >= STEAL_AFTER_MS) {
      this.heard();
      this.#events.onSilent();
    } else if (silentMs >= POKE_AFTER_MS && !this.#hasMissed) {
      this.#hasMissed = true;
      this.#events.onMissed();
    }
  }
}
