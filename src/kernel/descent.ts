/*
 * Recursive descent that does not use the host's stack, whose depth differs between engines, pages and workers: a step that needs
 * another one yields it and is resumed with what it answered. How deep a text nests costs memory alone.
 */

/** A step of a descent, not begun yet. */
export type Descent<T> = Generator<Descent<unknown>, T, unknown>;

/** The answer of another step. Written as `yield* answerOf(step)`. */
export function* answerOf<T>(step: Descent<T>): Descent<T> {
  return (yield step) as T;
}

/** Takes the steps that are asked for, until the first has its answer. What one of them throws ends all. */
export function descend<T>(first: Descent<T>): T {
  const waiting: Descent<unknown>[] = [];
  let step: Descent<unknown> = first;
  let answer: unknown;
  for (;;) {
    const { done, value } = step.next(answer);
    if (done === true) {
      const asker = waiting.pop();
      // The first step is the last to end.
      if (asker === undefined) return value as T;
      answer = value;
      step = asker;
    } else {
      waiting.push(step);
      step = value;
      answer = undefined;
    }
  }
}
