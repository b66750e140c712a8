import type { HostMs, HostTime } from '../../kernel/time.ts';

/** Tasks of the browser that may wait: what tests do to a page's timers does not reach them. */
interface LateTasks {
  readonly postTask: (
    job: () => void,
    options: { readonly delay: number; readonly signal: AbortSignal },
  ) => Promise<void>;
}

/**
 * How much time goes by: a page has no say in what time it is, its database has. Tests replace `performance` and `Date` to stand still or run
 * ahead. A mark made by hand takes its time from the browser, which they do not reach; where the browser makes none, the page's word has
 * to do.
 */
export const pageTime: HostTime = {
  elapsedMs: () =>
    (typeof PerformanceMark === 'function'
      ? new PerformanceMark('hashrange').startTime
      : performance.now()) as HostMs,
  after: (delayMs, job) => {
    const ended = new AbortController();
    const once = (): void => {
      if (ended.signal.aborted) return;
      cancel();
      job();
    };
    const timer = setTimeout(once, delayMs);
    const cancel = (): void => {
      clearTimeout(timer);
      ended.abort();
    };
    const { scheduler } = globalThis as { readonly scheduler?: LateTasks };
    void scheduler
      ?.postTask(() => undefined, { delay: delayMs, signal: ended.signal })
      .then(once, () => undefined);
    return { cancel };
  },
};
