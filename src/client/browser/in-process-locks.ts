import { abortError } from '../abort.ts';
import type { DatabaseLocks } from './database-locks.ts';

/** Locks among all who share this object: for databases that no other tab can reach. First come, first served. */
export function inProcessLocks(): DatabaseLocks {
  const queues = new Map<string, Promise<void>>();
  return {
    take: async (name, signal) => {
      const before = queues.get(name) ?? Promise.resolve();
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const queue = before.then(() => held);
      queues.set(name, queue);
      void queue.then(() => {
        if (queues.get(name) === queue) queues.delete(name);
      });
      try {
        await orAbort(before, signal);
      } catch (error) {
        release();
        throw error;
      }
      return release;
    },
  };
}

function orAbort(waited: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(abortError(signal));
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    void waited.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
