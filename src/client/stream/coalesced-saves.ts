/**
 * Makes saving cheap: one write at a time, and one more for all that came meanwhile. `write` saves what is newest when it
 * begins; the answered promise settles with a write that began after the call.
 */
export function coalesced(write: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    next = undefined;
    const written = write().finally(() => {
      running = undefined;
    });
    running = written;
    return written;
  };
  return () => {
    if (next !== undefined) return next;
    if (running === undefined) return start();
    next = running.then(start, start);
    return next;
  };
}
