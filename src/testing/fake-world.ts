import type { EpochMs, HostMs, Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

/** A world whose time stands still until it is moved, and whose chance is a counter run through a mixer. */
export interface FakeWorld extends World {
  readonly advance: (ms: number) => void;
}

export function fakeWorld(startMs = Date.UTC(2026, 10, 21, 9, 30)): FakeWorld {
  let passedMs = 0;
  let draws = 0;
  return {
    advance: (ms) => {
      passedMs += ms;
    },
    host: { elapsedMs: () => passedMs as HostMs, after: atNoTime },
    service: { now: () => (startMs + passedMs) as EpochMs, after: atNoTime },
    random: {
      nextUint32: () => {
        draws += 1;
        const mixed = Math.imul(draws ^ (draws >>> 15), 0x2c1b3c6d);
        return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
      },
    },
  };
}

const atNoTime = (): Timer => ({ cancel: () => undefined });
