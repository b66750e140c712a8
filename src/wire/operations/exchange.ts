/** What an operation takes and answers. */
export interface Exchange<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** An object without members. */
export type Nothing = Readonly<Record<string, never>>;
