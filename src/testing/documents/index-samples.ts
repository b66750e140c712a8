import fc from 'fast-check';
import { attributesOf } from '../../item/attributes.ts';
import { keyOf } from '../../item/key-codec.ts';
import type { IndexKeySchema, KeyAttribute, KeySchema } from '../../item/key-schema.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { orderOf, wireItem } from './values.ts';
import type { Members, Value } from './values.ts';

/* Random key schemas of indexes, and items that have those keys: from values so few that they often share them. */

export type KeyType = 'S' | 'N' | 'B';

/** Around every seam of the encodings: NUL and its escapes, the ends of UTF-8 lengths, the first and last byte. */
const units = fc.constantFrom('\0', '\x01', '\x02', 'a', '\x7f', 'é', '\uffff', '\u{10000}');
const byte = fc.constantFrom(0, 1, 2, 254, 255);
const some = { minLength: 1, maxLength: 3 };

const values = {
  S: fc.record({ type: fc.constant('S' as const), text: fc.string({ unit: units, ...some }) }),
  N: fc.record({
    type: fc.constant('N' as const),
    tenths: fc.oneof(
      fc.bigInt({ min: -30n, max: 30n }),
      fc.constantFrom(-1000n, -999n, 99n, 100n, 1000n, 10n ** 30n, -(10n ** 30n)),
    ),
  }),
  B: fc.record({ type: fc.constant('B' as const), bytes: fc.array(byte, some) }),
} satisfies Record<KeyType, fc.Arbitrary<Value>>;

export const keyPairs: fc.Arbitrary<readonly [Value, Value]> = fc.oneof(
  fc.tuple(values.S, values.S),
  fc.tuple(values.B, values.B),
  fc.tuple(values.S, values.B),
);

/** Values of each type, a few of them for all items of one sample. */
export type Pool = Readonly<Record<KeyType, readonly Value[]>>;

const few = { minLength: 2, maxLength: 5 };
const pools: fc.Arbitrary<Pool> = fc.record({
  S: fc.array(values.S, few),
  N: fc.array(values.N, few),
  B: fc.array(values.B, few),
});

const types = fc.constantFrom<KeyType>('S', 'N', 'B');

const tableSchemas = fc
  .tuple(types, fc.option(types, { nil: undefined }))
  .map(([partition, sort]): KeySchema => ({
    partitionKey: { name: 'pk', type: partition },
    sortKey: sort && { name: 'sk', type: sort },
  }));

const indexSchemas = fc
  .tuple(fc.array(types, { minLength: 1, maxLength: 4 }), fc.array(types, { maxLength: 4 }))
  .map(([hash, range]): IndexKeySchema => ({
    hash: hash.map((type, i) => ({ name: `h${i}`, type })),
    range: range.map((type, i) => ({ name: `r${i}`, type })),
  }));

export interface IndexSample {
  readonly table: KeySchema;
  readonly schema: IndexKeySchema;
  readonly pool: Pool;
  readonly items: readonly Members[];
}

const PICKS = 10;

/** Items with every key attribute. Half of them are of the collection of the first. */
export function indexSamples(count: number): fc.Arbitrary<IndexSample> {
  const picks = fc.array(fc.nat(999), { minLength: PICKS + 1, maxLength: PICKS + 1 });
  return fc
    .tuple(
      tableSchemas,
      indexSchemas,
      pools,
      fc.array(picks, { minLength: count, maxLength: count }),
    )
    .map(([table, schema, pool, rows]) => {
      const [first] = rows;
      const items = rows.map((row) => {
        const isNeighbour = (row[PICKS] ?? 0) % 2 === 0;
        const hash = valuesFor(schema.hash, pool, isNeighbour && first ? first : row, 0);
        const others = [table.partitionKey, table.sortKey].filter((key) => key !== undefined);
        const rest = valuesFor([...schema.range, ...others], pool, row, schema.hash.length);
        return new Map([...hash, ...rest]);
      });
      return { table, schema, pool, items };
    });
}

function valuesFor(
  keys: readonly KeyAttribute[],
  pool: Pool,
  picks: readonly number[],
  from: number,
): readonly (readonly [string, Value])[] {
  return keys.map(({ name, type }, i) => [name, pick(pool[type], picks[from + i] ?? 0)]);
}

export function pick(from: readonly Value[], at: number): Value {
  return from[at % from.length] ?? { type: 'NULL' };
}

export function stored(members: Members): Item {
  return canonicalItem(wireItem(members), 'current').item;
}

export function itemKeyOf(table: KeySchema, members: Members): KeyBytes {
  return keyOf(table, attributesOf(stored(members)));
}

/** The order of two items by the attributes named, the first that differs deciding. */
export function tupleOrder(a: Members, b: Members, keys: readonly KeyAttribute[]): number {
  for (const { name } of keys) {
    const [one, two] = [a.get(name), b.get(name)];
    const order = one && two && orderOf(one, two);
    if (order === undefined) throw new TypeError(`no order by ${name}`);
    if (order !== 0) return order;
  }
  return 0;
}
