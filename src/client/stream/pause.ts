import type { PageWorld } from '../browser/page-world.ts';

/** Resolves after `ms` milliseconds, or when the signal aborts. */
export function pause(world: PageWorld, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = world.host.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Longer and longer, up to a limit: for whoever tries again. */
export function backOffMs(attempt: number, { firstMs, mostMs }: BackOff): number {
  return Math.min(firstMs * 2 ** Math.min(attempt, 30), mostMs);
}

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** As it is now: what a signal said before an `await` says nothing. */
export function hasAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
