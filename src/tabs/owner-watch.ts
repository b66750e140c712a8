import type { Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

export interface OwnerWatchEvents {
  readonly onMissed: () => void;
  /** Called again and again for as long as nobody is heard. */
  readonly onSilent: () => void;
}

/** Listens for the owner's beats. A watch that was itself stopped begins anew: it could not hear. */
export class OwnerWatch {
  readonly #world: World;
  readonly #events: OwnerWatchEvents;
  #timer: Timer | undefined;
  #heardAt = 0;
  #lookedAt = 0;
  #hasMissed = false;

  constructor(world: World, events: OwnerWatchEvents) {
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
    const { host, knobs } = this.#world;
    this.#lookedAt = host.elapsedMs();
    this.#timer = host.after(knobs.watchLookMs, () => {
      const now = host.elapsedMs();
      if (now - this.#lookedAt > knobs.beatMs) this.heard();
      this.#lookSoon();
      this.#judge(now - this.#heardAt);
    });
  }

  #judge(silentMs: number): void {
    const { pokeAfterMs, stealAfterMs } = this.#world.knobs;
    if (silentMs >= stealAfterMs) {
      this.heard();
      this.#events.onSilent();
    } else if (silentMs >= pokeAfterMs && !this.#hasMissed) {
      this.#hasMissed = true;
      this.#events.onMissed();
    }
  }
}
