import { ValueFault } from '../item/value-fault.ts';

/** What one transaction may carry, in bytes. Source: reference validation.md section 10. */
const PAYLOAD_BYTES_MAX = 4 * 1_048_576;
/** What each item of an answer weighs beside its own. As DynamoDB Local counts it. */
const SLOT_BYTES = 4;

/** Adds up what a request carries, action by action: what is stored already does not count. */
export class RequestPayload {
  #bytes = 0;

  /** Counts one action. Throws a `ValueFault` at the one that passes the limit. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= PAYLOAD_BYTES_MAX) return;
    throw new ValueFault(
      `Transaction payload size cannot exceed 4MB. Payload Size: ${this.#bytes}`,
    );
  }
}

/** Adds up the items that an answer carries. */
export class AnswerPayload {
  #bytes = 0;

  /** Counts one item, its projection alone. Throws a `ValueFault` at the one that passes the limit. */
  add(bytes: number): void {
    this.#bytes += bytes + SLOT_BYTES;
    if (this.#bytes <= PAYLOAD_BYTES_MAX) return;
    throw new ValueFault(`Payload in response is too large.${this.#bytes}`);
  }
}
