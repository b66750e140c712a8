import type { BoundIndexCondition } from '../expression/key-condition/index-key-condition.ts';
import type { SortCondition } from '../expression/key-condition/key-condition-nodes.ts';
import { indexCollectionPrefix, scalarPrefix } from '../item/index-key.ts';
import { encodeScalar, successor } from '../item/key-codec.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { KeyRange } from '../storage/store.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';

/** The entries of one whole item collection of an index. */
export function indexCollectionRange(hash: readonly AttributeValue[]): KeyRange {
  return prefixRange(indexCollectionPrefix(hash));
}

/** The entries that meet a key condition. Empty where its bounds are crossed. */
export function indexConditionRange({ hash, equal, sort }: BoundIndexCondition): KeyRange {
  const prefix = (indexCollectionPrefix(hash) + equal.map(encodeScalar).join('')) as KeyBytes;
  const all = prefixRange(prefix);
  if (sort === undefined) return all;
  const at = (value: AttributeValue): KeyBytes => (prefix + encodeScalar(value)) as KeyBytes;
  return sortRange(prefix, all, at, sort);
}

function prefixRange(prefix: KeyBytes): KeyRange {
  return { from: prefix, to: successor(prefix) };
}

/** Many entries may share a value: what lies above it begins behind them all. */
function sortRange(
  prefix: KeyBytes,
  all: KeyRange,
  at: (value: AttributeValue) => KeyBytes,
  sort: SortCondition,
): KeyRange {
  switch (sort.kind) {
    case '=':
      return prefixRange(at(sort.value));
    case '<':
      return { from: all.from, to: at(sort.value) };
    case '<=':
      return { from: all.from, to: successor(at(sort.value)) };
    case '>':
      return { from: successor(at(sort.value)) ?? at(sort.value), to: all.to };
    case '>=':
      return { from: at(sort.value), to: all.to };
    case 'between':
      return { from: at(sort.lower), to: successor(at(sort.upper)) };
    case 'begins_with':
      return prefixRange((prefix + scalarPrefix(sort.prefix)) as KeyBytes);
  }
}
