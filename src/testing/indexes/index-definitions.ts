import type { Prng } from '../world/prng.ts';

/** An item in its wire shape. */
export type WireItem = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface IndexDefinition {
  readonly name: string;
  readonly kind: 'local' | 'global';
  readonly input: {
    readonly IndexName: string;
    readonly KeySchema: readonly KeyElement[];
    readonly Projection: {
      readonly ProjectionType: string;
      readonly NonKeyAttributes?: readonly string[];
    };
  };
}

/** Attributes that indexes are made of, beside the table's keys. */
export const ATTRIBUTES = [
  { AttributeName: 'pk', AttributeType: 'S' },
  { AttributeName: 'sk', AttributeType: 'N' },
  { AttributeName: 'a', AttributeType: 'S' },
  { AttributeName: 'b', AttributeType: 'N' },
  { AttributeName: 'c', AttributeType: 'B' },
];
const KEYABLE = ATTRIBUTES.map(({ AttributeName }) => AttributeName);

/** A table of a random key with random indexes. */
export function drawTable(random: Prng): {
  readonly input: object;
  readonly indexes: readonly IndexDefinition[];
} {
  const local = Array.from({ length: random.below(3) }, (_, i) => drawLocal(random, i));
  const global = Array.from({ length: 1 + random.below(3) }, (_, i) => drawGlobal(random, i));
  const KeySchema = [element('pk', 'HASH'), element('sk', 'RANGE')];
  const used = new Set(
    [KeySchema, ...[...local, ...global].map(({ input }) => input.KeySchema)]
      .flat()
      .map(({ AttributeName }) => AttributeName),
  );
  const input = {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions: ATTRIBUTES.filter(({ AttributeName }) => used.has(AttributeName)),
    GlobalSecondaryIndexes: global.map((index) => index.input),
    ...(local.length === 0 ? {} : { LocalSecondaryIndexes: local.map((index) => index.input) }),
  };
  return { input, indexes: [...local, ...global] };
}

function drawLocal(random: Prng, i: number): IndexDefinition {
  const KeySchema = [element('pk', 'HASH'), element(random.pick(['a', 'b', 'c']), 'RANGE')];
  const name = `local${String(i)}`;
  return {
    name,
    kind: 'local',
    input: { IndexName: name, KeySchema, Projection: drawProjection(random) },
  };
}

function drawGlobal(random: Prng, i: number): IndexDefinition {
  const names = [...KEYABLE];
  const draw = (KeyType: KeyElement['KeyType'], count: number): KeyElement[] =>
    Array.from({ length: count }, () =>
      element(names.splice(random.below(names.length), 1)[0] ?? '', KeyType),
    );
  const KeySchema = [...draw('HASH', 1 + random.below(2)), ...draw('RANGE', random.below(3))];
  const name = `global${String(i)}`;
  return {
    name,
    kind: 'global',
    input: { IndexName: name, KeySchema, Projection: drawProjection(random) },
  };
}

function drawProjection(random: Prng): IndexDefinition['input']['Projection'] {
  const ProjectionType = random.pick(['ALL', 'KEYS_ONLY', 'INCLUDE']);
  return ProjectionType === 'INCLUDE'
    ? { ProjectionType, NonKeyAttributes: ['x', 'y'] }
    : { ProjectionType };
}

function element(AttributeName: string, KeyType: KeyElement['KeyType']): KeyElement {
  return { AttributeName, KeyType };
}

/** What an index must hold of these items, worked out anew. */
export function entriesOf({ input }: IndexDefinition, items: readonly WireItem[]): WireItem[] {
  const keys = input.KeySchema.map(({ AttributeName }) => AttributeName);
  const { ProjectionType, NonKeyAttributes = [] } = input.Projection;
  const kept = new Set([...keys, 'pk', 'sk', ...NonKeyAttributes]);
  return items
    .filter((item) => keys.every((name) => Object.hasOwn(item, name)))
    .map((item) =>
      ProjectionType === 'ALL'
        ? item
        : Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name))),
    );
}
