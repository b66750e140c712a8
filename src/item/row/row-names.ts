/** The attribute names of a table that rows name by number. Append-only: a number means the same name for ever. */
export interface RowNames {
  /** The number of a name, -1 where it has none: it stands in the row. */
  readonly idOf: (name: string) => number;
  /** The name behind a number; undefined where there is none, which is damage to whoever reads a row. */
  readonly nameOf: (id: number) => string | undefined;
}

/** Names that can be told to who reads rows elsewhere. */
export interface CountedNames extends RowNames {
  readonly count: number;
  /** The names from a number on. */
  readonly from: (id: number) => readonly string[];
}

/** No dictionary: every name stands in the row. */
export const NO_NAMES: CountedNames = {
  count: 0,
  idOf: () => -1,
  nameOf: () => undefined,
  from: () => [],
};
