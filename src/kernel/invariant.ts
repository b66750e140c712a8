/** A claim of ours that turned out false: a bug in hashrange, never the caller's fault. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** Checks a claim about our own state. Stays on in production. */
export function invariant(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantViolation(typeof message === 'string' ? message : message());
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unreachable value: ${String(value)}`);
}
