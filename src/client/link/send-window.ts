import type { PageRequest } from './wire-answer.ts';

/** Text of the bodies under way at most: the owner holds several copies of each until it is answered. */
const BODIES_LENGTH_MAX = 4 * 1024 * 1024;

interface Sendable {
  readonly envelope: PageRequest;
}

/**
 * How much may be under way to one owner at once: so many requests, and so much text. A request of any length goes where at most half of that is under
 * way: some wait for news for long.
 */
export class SendWindow {
  readonly #requestsMax: number;
  #requests = 0;
  #length = 0;

  constructor(requestsMax: number) {
    this.#requestsMax = requestsMax;
  }

  /** How many of those that wait may leave now, the first first. */
  roomFor(waiting: readonly Sendable[]): number {
    const most = Math.min(waiting.length, this.#requestsMax - this.#requests);
    let length = this.#length;
    for (let count = 0; count < most; count++) {
      const isHalfFull = length > BODIES_LENGTH_MAX / 2;
      length += lengthOf(waiting[count] as Sendable);
      if (isHalfFull && length > BODIES_LENGTH_MAX) return count;
    }
    return Math.max(0, most);
  }

  sent(call: Sendable): void {
    this.#requests++;
    this.#length += lengthOf(call);
  }

  /** One that was sent is under way no more. */
  ended(call: Sendable): void {
    this.#requests--;
    this.#length -= lengthOf(call);
  }
}

function lengthOf({ envelope: { body, rows } }: Sendable): number {
  let { length } = body;
  for (const { from, to } of rows?.rows ?? []) length += to - from;
  return length;
}
