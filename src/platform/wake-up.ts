/** One wake-up at a time: resolves after so many milliseconds, or when the next one is asked for. */
export function wakeUps(): (afterMs: number) => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wake: () => void = () => undefined;
  return (afterMs) => {
    clearTimeout(timer);
    wake();
    return new Promise((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, afterMs);
    });
  };
}
