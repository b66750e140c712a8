import { DynamoError } from '../dynamo-error.ts';
import type { ConstraintFailure, Failures, Place, Step } from './constraint.ts';
import type { EchoText } from './echo-text.ts';
import type { Layout } from './layout.ts';

/**
 * The declared shape of one value of a request: how its JSON is read and what it must satisfy.
 *
 * `read` throws a SerializationException for a wrong JSON type, adds constraint failures to `failures`, and answers the very
 * same value when nothing in it had to be dropped or converted.
 */
export interface Shape<T> {
  readonly layout: Layout;
  /** `value` is neither null nor undefined. */
  readonly read: (value: unknown, parent: Place | undefined, step: Step, failures: Failures) => T;
  /** Prints the value as AWS does inside messages. */
  readonly echo: (value: unknown, out: EchoText) => void;
  /**
   * Where `read` leaves attribute values as they came: throws the SerializationException of the first of them with a
   * wrong JSON type. `value` has been read.
   */
  readonly checkValues?: (value: unknown) => void;
}

/** What a shape reads. */
export type ReadBy<S> = S extends Shape<infer T> ? T : never;

export function serializationError(message: string): DynamoError {
  return new DynamoError('SerializationException', message);
}

/** How a constraint failed, short of the place. */
export type Complaint = Omit<ConstraintFailure, 'place'>;

export function complain(
  failures: Failures,
  parent: Place | undefined,
  step: Step,
  complaint: Complaint,
): void {
  failures.add({ place: { parent, step }, ...complaint });
}

/** `Member must have length greater than or equal to 1` and its kin. */
export function atLeast(what: 'length' | 'value', bound: number): string {
  return `Member must have ${what} greater than or equal to ${String(bound)}`;
}

export function atMost(what: 'length' | 'value', bound: number): string {
  return `Member must have ${what} less than or equal to ${String(bound)}`;
}
