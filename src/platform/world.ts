import type { EpochMs } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

const RANDOM_WORDS = 256;

/** The real world: the host's clocks, timers and cryptographic randomness. Runs in pages, workers and Node. */
export function browserWorld(): World {
  const words = new Uint32Array(RANDOM_WORDS);
  let used = RANDOM_WORDS;
  return {
    clock: {
      now: () => Date.now() as EpochMs,
      elapsedMs: () => performance.now(),
    },
    random: {
      nextUint32: () => {
        if (used === RANDOM_WORDS) {
          crypto.getRandomValues(words);
          used = 0;
        }
        return words[used++] as number;
      },
    },
    scheduler: {
      after: (delayMs, job) => {
        const timer = setTimeout(job, delayMs);
        return {
          cancel: () => {
            clearTimeout(timer);
          },
        };
      },
    },
  };
}
