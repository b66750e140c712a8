import { KNOBS } from '../kernel/knobs.ts';
import type { EpochMs, HostMs, Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';

const RANDOM_WORDS = 256;
/** In Node a process need not stay for what is to happen after this long: it has ended what it had to do. */
const DISTANT_MS = 30_000;

/** The real world: the host's clocks, timers and cryptographic randomness. Runs in pages, workers and Node. */
export function browserWorld(): World {
  const words = new Uint32Array(RANDOM_WORDS);
  let used = RANDOM_WORDS;
  return {
    host: { elapsedMs: () => performance.now() as HostMs, after },
    service: { now: () => Date.now() as EpochMs, after },
    random: {
      nextUint32: () => {
        if (used === RANDOM_WORDS) {
          crypto.getRandomValues(words);
          used = 0;
        }
        return words[used++] as number;
      },
    },
    knobs: KNOBS,
  };
}

function after(delayMs: number, job: () => void): Timer {
  const timer: unknown = setTimeout(job, delayMs);
  if (delayMs >= DISTANT_MS) letEnd(timer);
  return {
    cancel: () => {
      clearTimeout(timer as number);
    },
  };
}

/** Node's timers are objects that can be told not to keep their process. */
function letEnd(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer) {
    (timer as { readonly unref: () => void }).unref();
  }
}
