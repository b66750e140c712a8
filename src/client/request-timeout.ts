/** A request is given up after so many looks, of a second each. */
const LOOKS_MAX = 30;

/**
 * Which requests have waited too long. Owners take requests in the order of their numbers: one of many that wait for their turn is not
 * late while answers come, one that a later request has overtaken is.
 *
 * Counts looks and not time: a page that was stopped meanwhile could not hear.
 */
export class RequestTimeout {
  #seen: (readonly [sent: number, answered: number])[] = [];

  /**
   * Called once a second while anybody waits, with the highest number that was sent and the highest that was answered. Answers
   * the number up to which requests are late; 0 for none.
   */
  look(sent: number, answered: number): number {
    if (this.#seen.push([sent, answered]) <= LOOKS_MAX) return 0;
    const [sentThen, answeredThen] = this.#seen.shift() ?? [0, 0];
    return answeredThen === answered ? sentThen : answeredThen;
  }

  /** Nobody waits. */
  rest(): void {
    this.#seen = [];
  }
}
