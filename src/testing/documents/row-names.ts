import type { CountedNames } from '../../item/row/row-names.ts';

/** A dictionary of these names, by their places. */
export function countedNames(...names: readonly string[]): CountedNames {
  return {
    count: names.length,
    idOf: (name) => names.indexOf(name),
    nameOf: (id) => names[id],
    from: (id) => names.slice(id),
  };
}
