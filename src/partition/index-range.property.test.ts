import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesOf } from '../item/attributes.ts';
import type { SortCondition } from '../expression/key-condition/key-condition-nodes.ts';
import { entryKeyOf } from '../item/index-key.ts';
import type { KeyAttribute } from '../item/key-schema.ts';
import { indexSamples, itemKeyOf, pick, stored } from '../testing/documents/index-samples.ts';
import type { IndexSample } from '../testing/documents/index-samples.ts';
import { bytesOf, orderOf, standsAt, wireOf } from '../testing/documents/values.ts';
import type { Members, Value } from '../testing/documents/values.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { indexCollectionRange, indexConditionRange } from './index-range.ts';
import { rangeHolds } from './key-range.ts';

/* Key conditions as ranges of entry keys, against a filter that looks at every item. */

const KINDS = ['=', '<', '<=', '>', '>=', 'between', 'begins_with'] as const;

/** What is asked of the range attribute behind those that are given, as the filter understands it. */
interface Asked {
  readonly key: KeyAttribute;
  readonly kind: (typeof KINDS)[number];
  readonly first: Value;
  readonly second: Value;
}

interface Question {
  readonly hash: ReadonlyMap<string, Value>;
  readonly equal: ReadonlyMap<string, Value>;
  readonly asked: Asked | undefined;
}

const choices = fc.record({
  /** The first item shares its collection with half of the others. */
  hashOf: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(99) }),
  equalOf: fc.nat(99),
  equals: fc.nat(4),
  isStray: fc.nat(7).map((n) => n === 0),
  isAsked: fc.nat(7).map((n) => n > 0),
  kind: fc.constantFrom(...KINDS),
  first: fc.nat(99),
  second: fc.nat(99),
  cut: fc.nat(3),
});
type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Mostly about values that some item has. */
function questionOf({ schema, pool, items }: IndexSample, made: Choices): Question {
  const model = items[made.hashOf % items.length] ?? new Map<string, Value>();
  const other = items[made.equalOf % items.length] ?? model;
  const valueIn = (item: Members, { name, type }: KeyAttribute): [string, Value] => {
    const value = made.isStray ? undefined : item.get(name);
    return [name, value ?? pick(pool[type], made.second)];
  };
  const hash = new Map(schema.hash.map((key) => valueIn(model, key)));
  const equals = made.equals % (schema.range.length + 1);
  const equal = new Map(schema.range.slice(0, equals).map((key) => valueIn(other, key)));
  const key = schema.range[equals];
  if (key === undefined || !made.isAsked) return { hash, equal, asked: undefined };
  const kind = key.type === 'N' && made.kind === 'begins_with' ? '>=' : made.kind;
  const [first, second] = [pick(pool[key.type], made.first), pick(pool[key.type], made.second)];
  const asked = {
    key,
    kind,
    first: kind === 'begins_with' ? start(first, made.cut) : first,
    second,
  };
  return { hash, equal, asked };
}

/** At least the first character or byte. */
function start(value: Value, cut: number): Value {
  if (value.type === 'B') return { ...value, bytes: value.bytes.slice(0, 1 + cut) };
  if (value.type !== 'S') return value;
  return {
    ...value,
    text: Array.from(value.text)
      .slice(0, 1 + cut)
      .join(''),
  };
}

function conditionOf({ kind, first, second }: Asked): SortCondition {
  const value = canonical(first);
  if (kind === 'between') return { kind, lower: value, upper: canonical(second) };
  return kind === 'begins_with' ? { kind, prefix: value } : { kind, value };
}

function canonical(value: Value): AttributeValue {
  return stored(new Map([['v', value]]))['v'] ?? wireOf(value);
}

function isWanted(item: Members, { hash, equal, asked }: Question): boolean {
  for (const [name, value] of [...hash, ...equal]) {
    const own = item.get(name);
    if (own === undefined || orderOf(own, value) !== 0) return false;
  }
  if (asked === undefined) return true;
  const own = item.get(asked.key.name);
  return own !== undefined && meets(own, asked);
}

function meets(own: Value, { kind, first, second }: Asked): boolean {
  const order = orderOf(own, first) ?? NaN;
  switch (kind) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case 'between':
      return order >= 0 && (orderOf(own, second) ?? NaN) <= 0;
    case 'begins_with':
      return standsAt(bytesOf(own), bytesOf(first), 0);
  }
}

const ITEMS = 12;

it('the range of a key condition holds exactly the entries that meet it', () => {
  const held = new Map<string, number>();
  fc.assert(
    fc.property(indexSamples(ITEMS), choices, (sample, made) => {
      const question = questionOf(sample, made);
      const { hash, equal, asked } = question;
      const range = indexConditionRange({
        hash: [...hash.values()].map(canonical),
        equal: [...equal.values()].map(canonical),
        sort: asked && conditionOf(asked),
      });
      const collection = indexCollectionRange([...hash.values()].map(canonical));
      for (const item of sample.items) {
        const key = entryKeyOf(
          sample.schema,
          attributesOf(stored(item)),
          itemKeyOf(sample.table, item),
        );
        if (key === undefined) throw new TypeError('no entry');
        const wanted = isWanted(item, question);
        expect(rangeHolds(range, key)).toBe(wanted);
        const inCollection = isWanted(item, { ...question, equal: new Map(), asked: undefined });
        expect(rangeHolds(collection, key)).toBe(inCollection);
        const kind = asked?.kind ?? 'all';
        if (wanted) held.set(kind, (held.get(kind) ?? 0) + 1);
      }
    }),
    { numRuns: 1000 },
  );
  for (const kind of [...KINDS, 'all']) expect(held.get(kind), kind).toBeGreaterThan(10);
});
