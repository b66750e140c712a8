import { attributeNameBytes } from '../../item/attribute-name.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { PathTree } from '../binding/path-tree.ts';
import type { Projection } from '../projection/projection.ts';

/** AttributesToGet as a projection of top-level attributes. Throws `ValueFault` for a name that is none or given twice. */
export function lowerAttributesToGet(names: readonly string[]): Projection {
  const paths = new PathTree<true>();
  const seen = new Set<string>();
  for (const name of names) {
    attributeNameBytes(name);
    if (seen.has(name)) {
      throw new ValueFault(
        `One or more parameter values were invalid: Duplicate value in attribute name: ${name}`,
      );
    }
    seen.add(name);
    paths.add([name], true);
  }
  return { paths };
}
