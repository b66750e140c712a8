/** Tasks without anything to do before the page sleeps: about a third of a millisecond. */
const TASKS = 40;
/** Messages that go out without it after one whose answer took longer. */
const REST = 64;

/** Runs a job when the page has nothing better to do, at once if it has not. */
export type IdleTurn = (job: () => void) => void;

/**
 * Keeps the thread of the page awake for a moment while an answer is on its way, with empty tasks behind all others: answers from memory are
 * there sooner than a thread that sleeps is awake. Whose answers take longer, such as those of writes, sleeps as ever.
 */
export class Wakefulness {
  readonly #inIdleTurn: IdleTurn | undefined;
  #left = 0;
  #rest = 0;
  #isAwake = false;
  #isAnswered = false;

  /** Without a way to run jobs it does nothing. */
  constructor(inIdleTurn: IdleTurn | undefined) {
    this.#inIdleTurn = inIdleTurn;
  }

  /** A message has gone out. */
  sent(): void {
    if (this.#inIdleTurn === undefined) return;
    if (this.#rest > 0) {
      this.#rest--;
      return;
    }
    this.#left = TASKS;
    this.#isAnswered = false;
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#inIdleTurn(this.#turn);
  }

  /** An answer has come. */
  answered(): void {
    this.#isAnswered = true;
  }

  readonly #turn = (): void => {
    this.#left--;
    if (this.#left > 0 && !this.#isAnswered) {
      this.#inIdleTurn?.(this.#turn);
      return;
    }
    this.#isAwake = false;
    if (!this.#isAnswered) this.#rest = REST;
  };
}

/** Tasks of the lowest priority, where the browser has them. */
export function idleTurns(): IdleTurn | undefined {
  const { scheduler } = globalThis as {
    readonly scheduler?: {
      readonly postTask?: (
        job: () => void,
        options: { readonly priority: 'background' },
      ) => Promise<void>;
    };
  };
  if (scheduler?.postTask === undefined) return undefined;
  return (job) => void scheduler.postTask?.(job, { priority: 'background' });
}
