/** What stands at the leaves of an event. */
export type Scalar = string | number | boolean | null;

/** What one leaf value must be. */
export type ValueTest = (value: Scalar) => boolean;

/** Some value of the field passes some test, or the event has no such field where `allowsAbsent` says so. */
export interface FieldNode {
  readonly kind: 'field';
  /** From the root of the event: absence is a matter of the whole event. */
  readonly path: readonly string[];
  readonly tests: readonly ValueTest[];
  readonly allowsAbsent: boolean;
}

/** Every member matches, and of every `$or` one alternative does. */
export interface ObjectNode {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, FieldNode | ObjectNode>;
  readonly alternatives: readonly (readonly ObjectNode[])[];
}
