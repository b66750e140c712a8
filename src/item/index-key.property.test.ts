import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesOf } from './attributes.ts';
import {
  indexSamples,
  itemKeyOf,
  keyPairs,
  stored,
  tupleOrder,
} from '../testing/documents/index-samples.ts';
import type { IndexSample } from '../testing/documents/index-samples.ts';
import { bytesOf, standsAt, wireOf } from '../testing/documents/values.ts';
import type { Members, Value } from '../testing/documents/values.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import {
  entryKeyOf,
  HASH_VALUE_BYTES_MAX,
  indexCollectionPrefix,
  RANGE_VALUE_BYTES_MAX,
  scalarPrefix,
} from './index-key.ts';
import { encodeScalar } from './key-codec.ts';
import type { KeyAttribute } from './key-schema.ts';

function keyOfEntry({ schema, table }: IndexSample, item: Members): KeyBytes | undefined {
  return entryKeyOf(schema, attributesOf(stored(item)), itemKeyOf(table, item));
}

function prefixOf({ schema }: IndexSample, item: Members): KeyBytes {
  const hash = stored(new Map(schema.hash.map(({ name }) => [name, item.get(name) ?? NULL])));
  return indexCollectionPrefix(Object.values(hash));
}

const NULL: Value = { type: 'NULL' };

function pairOf({ items }: IndexSample): readonly [Members, Members] {
  const [one, two] = items;
  if (one === undefined || two === undefined) throw new RangeError('a pair has two items');
  return [one, two];
}

it('entries of one collection are in the order of their range values, then of their items', () => {
  let together = 0;
  fc.assert(
    fc.property(indexSamples(2), (sample) => {
      const { schema, table } = sample;
      const [one, two] = pairOf(sample);
      fc.pre(tupleOrder(one, two, schema.hash) === 0);
      together++;
      const [left, right] = [keyOfEntry(sample, one), keyOfEntry(sample, two)];
      if (left === undefined || right === undefined) throw new TypeError('no entry');
      const item = [table.partitionKey, table.sortKey].filter((key) => key !== undefined);
      const expected = tupleOrder(one, two, [...schema.range, ...item]);
      expect(left < right ? -1 : left > right ? 1 : 0).toBe(expected);
    }),
    { numRuns: 1000 },
  );
  expect(together).toBe(1000);
});

it('entries begin with the prefix of their own collection and of no other', () => {
  fc.assert(
    fc.property(indexSamples(2), (sample) => {
      const [one, two] = pairOf(sample);
      const isShared = tupleOrder(one, two, sample.schema.hash) === 0;
      const [left, right] = [prefixOf(sample, one), prefixOf(sample, two)];
      expect(keyOfEntry(sample, one)?.startsWith(left)).toBe(true);
      expect(keyOfEntry(sample, two)?.startsWith(left)).toBe(isShared);
      expect(left.startsWith(right)).toBe(isShared);
      expect(right.startsWith(left)).toBe(isShared);
    }),
    { numRuns: 1000 },
  );
});

it('the prefix of a scalar begins the scalars of exactly the values that begin with it', () => {
  let begun = 0;
  fc.assert(
    fc.property(keyPairs, fc.boolean(), ([start, other], isJoined) => {
      const value = isJoined ? joined(start, other) : other;
      const begins = start.type === value.type && standsAt(bytesOf(value), bytesOf(start), 0);
      if (begins) begun++;
      const scalar = encodeScalar(wireOf(value));
      expect(scalar.startsWith(scalarPrefix(wireOf(start)))).toBe(begins);
    }),
    { numRuns: 1000 },
  );
  expect(begun).toBeGreaterThan(100);
});

function joined(start: Value, rest: Value): Value {
  if (start.type === 'S' && rest.type === 'S') return { ...start, text: start.text + rest.text };
  if (start.type !== 'B' || rest.type !== 'B') return rest;
  return { ...start, bytes: [...start.bytes, ...rest.bytes] };
}

/** What no key attribute of that type may be. */
function wrongValues({ type }: KeyAttribute, bytesMax: number): readonly (Value | undefined)[] {
  const others: readonly Value[] = [
    { type: 'S', text: 'a' },
    { type: 'N', tenths: 10n },
    { type: 'B', bytes: [1] },
    { type: 'BOOL', flag: true },
    { type: 'NULL' },
    { type: 'SS', texts: ['a'] },
    { type: 'NS', tenths: [10n] },
    { type: 'BS', bytes: [[1]] },
    { type: 'L', elements: [] },
    { type: 'M', members: new Map([['S', { type: 'S', text: 'a' }]]) },
  ];
  const wrong = others.filter((value) => value.type !== type);
  if (type === 'N') return [undefined, ...wrong];
  return [undefined, ...wrong, valueOfBytes(type, 0), valueOfBytes(type, bytesMax + 1)];
}

/** Strings of two bytes a character as far as that goes. */
function valueOfBytes(type: 'S' | 'B', count: number): Value {
  if (type === 'B') return { type, bytes: new Array<number>(count).fill(255) };
  return { type, text: 'é'.repeat(count >> 1) + 'a'.repeat(count & 1) };
}

it('an item without a key attribute, or with one that no key may have, has no entry', () => {
  fc.assert(
    fc.property(indexSamples(2), fc.nat(99), fc.nat(99), (sample, which, how) => {
      const { schema, table } = sample;
      const [item] = pairOf(sample);
      const keys = [...schema.hash, ...schema.range];
      const at = which % keys.length;
      const key = keys[at];
      if (key === undefined) throw new RangeError('no key attribute');
      const bytesMax = at < schema.hash.length ? HASH_VALUE_BYTES_MAX : RANGE_VALUE_BYTES_MAX;
      const withKey = (value: Value | undefined): KeyBytes | undefined => {
        const changed = new Map(item);
        changed.delete(key.name);
        if (value !== undefined) changed.set(key.name, value);
        return entryKeyOf(schema, attributesOf(stored(changed)), itemKeyOf(table, item));
      };
      const wrong = wrongValues(key, bytesMax);
      expect(withKey(wrong[how % wrong.length])).toBeUndefined();
      if (key.type === 'N') return;
      expect(withKey(valueOfBytes(key.type, 1))).toBeDefined();
      expect(withKey(valueOfBytes(key.type, bytesMax))).toBeDefined();
    }),
    { numRuns: 1000 },
  );
});
