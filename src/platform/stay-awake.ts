/** Turns without anything to do before the worker sleeps: about a quarter of a millisecond. */
const TURNS = 80;

/**
 * Keeps the thread of a worker awake for a moment, by messages to itself: who has just been answered often asks again at once, and to
 * wake a thread that sleeps takes longer than most requests do. Each call begins the moment anew.
 */
export function wakefulThread(): () => void {
  const { port1, port2 } = new MessageChannel();
  let left = 0;
  port1.onmessage = () => {
    if (--left > 0) port2.postMessage(null);
  };
  return () => {
    const isAwake = left > 0;
    left = TURNS;
    if (!isAwake) port2.postMessage(null);
  };
}
