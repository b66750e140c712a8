/** A value at a leaf of an event. */
export type Scalar = string | number | boolean | null;

/** A condition on one leaf value. */
export type ValueTest = (value: Scalar) => boolean;

/** Some value of the field passes some test, or the event has no such field where `allowsAbsent` says so. */
export interface FieldNode {
  /** From the root of the event: absence is a matter of the whole event. */
  readonly path: readonly string[];
  readonly tests: readonly ValueTest[];
  readonly allowsAbsent: boolean;
}

/** Every field and every object matches. */
export interface ObjectNode {
  readonly fields: ReadonlyMap<string, FieldNode>;
  readonly objects: ReadonlyMap<string, ObjectNode>;
}

/** One of them matches: a pattern with every `$or` multiplied out. */
export type Alternatives = readonly ObjectNode[];
