import type { HostTime, Timer } from '../../kernel/time.ts';

/** Resolves after so many milliseconds, or earlier when it is called again. */
export type WakeUp = (afterMs: number) => Promise<void>;

export interface PageTimers extends HostTime {
  /** There is a worker, in place of the one before. */
  readonly wakenBy: (worker: WakeUp) => void;
}

interface Waiting {
  readonly dueMs: number;
  readonly job: () => void;
}

/**
 * Timers that run whatever has become of the page's own: tests stop those or run them ahead, browsers slow them down in tabs that
 * nobody sees. The page's worker, which neither reaches, is asked for the same wake-up. A job runs when the first of the two
 * comes, and never early: what the page's timers say has to be so by the clock. Without a worker they are all there is.
 */
export function pageTimers(host: HostTime): PageTimers {
  const waiting = new Set<Waiting>();
  let worker: WakeUp | undefined;
  let timer: Timer | undefined;
  /** The wake-up that was asked for last. */
  let wake = { dueMs: Infinity };

  /** Asks for an earlier wake-up where one is needed. */
  const arm = (): void => {
    const dueMs = Math.min(...[...waiting].map((each) => each.dueMs));
    if (dueMs >= wake.dueMs) return;
    const asked = { dueMs };
    wake = asked;
    const wakeAt = (nowMs: number): void => {
      if (wake === asked) runUntil(nowMs);
    };
    const delayMs = Math.max(0, dueMs - host.elapsedMs());
    timer?.cancel();
    timer = host.after(delayMs, () => wakeAt(host.elapsedMs()));
    // A worker that has ended says nothing.
    worker?.(delayMs).then(
      () => wakeAt(dueMs),
      () => undefined,
    );
  };

  const runUntil = (nowMs: number): void => {
    wake = { dueMs: Infinity };
    try {
      for (const each of [...waiting].toSorted((a, b) => a.dueMs - b.dueMs)) {
        if (each.dueMs <= nowMs && waiting.delete(each)) each.job();
      }
    } finally {
      arm();
    }
  };

  return {
    elapsedMs: host.elapsedMs,
    after: (delayMs, job) => {
      const own = { dueMs: host.elapsedMs() + delayMs, job };
      waiting.add(own);
      arm();
      return { cancel: () => waiting.delete(own) };
    },
    wakenBy: (another) => {
      worker = another;
      wake = { dueMs: Infinity };
      arm();
    },
  };
}
