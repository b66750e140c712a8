import type { Prng } from '../world/prng.ts';
import type { Effects, Version } from './model.ts';

/** A request, what it does when it succeeds, and whether it must. */
export interface Step {
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly keys: readonly string[];
  /** Effects of a success, each list atomic by itself. */
  readonly effects: readonly Effects[];
  /** Error name that the answer must carry; undefined when it must succeed. */
  readonly refusal: string | undefined;
  /** Version that the answer must show, for reads. */
  readonly shows: { readonly version: Version } | undefined;
}

export const TABLE = 'items';

/** A version as the model writes it: the value, and how often it was added to. */
export function versionOf(
  item: Record<string, { readonly S?: string; readonly N?: string }>,
): string {
  return `${(item['v']?.S ?? '').trimEnd()}/${item['n']?.N ?? '0'}`;
}

interface Source {
  readonly random: Prng;
  readonly step: number;
  readonly valueBytes: number;
  readonly version: (key: string) => Version;
}

type Maker = (source: Source, keys: readonly string[]) => Step;

/** How many keys each kind of request takes, how often it is drawn, and what makes it. */
const KINDS: readonly {
  readonly weight: number;
  readonly keysMax: number;
  readonly make: Maker;
}[] = [
  { weight: 6, keysMax: 1, make: put },
  { weight: 4, keysMax: 1, make: conditionalPut },
  { weight: 4, keysMax: 1, make: add },
  { weight: 4, keysMax: 1, make: remove },
  { weight: 5, keysMax: 1, make: get },
  { weight: 2, keysMax: 1, make: query },
  { weight: 4, keysMax: 4, make: transact },
  { weight: 3, keysMax: 8, make: batch },
];

const TOTAL_WEIGHT = KINDS.reduce((sum, kind) => sum + kind.weight, 0);

/** Draws the next request over keys that `free` says no other request is using. */
export function drawStep(source: Source, free: readonly string[]): Step | undefined {
  let drawn = source.random.below(TOTAL_WEIGHT);
  const kind = KINDS.find(({ weight }) => (drawn -= weight) < 0);
  if (kind === undefined || free.length === 0) return undefined;
  const count = 1 + source.random.below(Math.min(kind.keysMax, free.length));
  const rest = [...free];
  const keys = Array.from(
    { length: count },
    () => rest.splice(source.random.below(rest.length), 1)[0] as string,
  );
  return kind.make(source, keys);
}

function itemOf(
  source: Source,
  key: string,
  at: number,
): { item: Record<string, unknown>; version: string } {
  const value = `s${String(source.step)}.${String(at)}`;
  const padding = ' '.repeat(source.random.below(source.valueBytes));
  return { item: { pk: { S: key }, v: { S: value + padding } }, version: `${value}/0` };
}

function one(
  operation: string,
  key: string,
  input: Record<string, unknown>,
  outcome: Partial<Pick<Step, 'effects' | 'refusal' | 'shows'>>,
): Step {
  return {
    operation,
    input: { TableName: TABLE, ...input },
    keys: [key],
    effects: outcome.effects ?? [],
    refusal: outcome.refusal,
    shows: outcome.shows,
  };
}

function put(source: Source, [key]: readonly string[]): Step {
  const name = key as string;
  const { item, version } = itemOf(source, name, 0);
  return one('PutItem', name, { Item: item }, { effects: [new Map([[name, version]])] });
}

function conditionalPut(source: Source, [key]: readonly string[]): Step {
  const name = key as string;
  const exists = source.version(name) !== undefined;
  const wantsExisting = source.random.chance(0.5);
  const { item, version } = itemOf(source, name, 0);
  const input = {
    Item: item,
    ConditionExpression: wantsExisting ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)',
  };
  if (exists === wantsExisting)
    return one('PutItem', name, input, { effects: [new Map([[name, version]])] });
  return one('PutItem', name, input, { refusal: 'ConditionalCheckFailedException' });
}

function add(source: Source, [key]: readonly string[]): Step {
  const name = key as string;
  const [value, count] = (source.version(name) ?? '/0').split('/');
  const after = `${value ?? ''}/${String(Number(count) + 1)}`;
  const input = {
    Key: { pk: { S: name } },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  };
  return one('UpdateItem', name, input, { effects: [new Map([[name, after]])] });
}

function remove(_: Source, [key]: readonly string[]): Step {
  const name = key as string;
  return one(
    'DeleteItem',
    name,
    { Key: { pk: { S: name } } },
    { effects: [new Map([[name, undefined]])] },
  );
}

function get(source: Source, [key]: readonly string[]): Step {
  const name = key as string;
  return one(
    'GetItem',
    name,
    { Key: { pk: { S: name } } },
    { shows: { version: source.version(name) } },
  );
}

function query(source: Source, [key]: readonly string[]): Step {
  const name = key as string;
  const input = {
    KeyConditionExpression: 'pk = :k',
    ExpressionAttributeValues: { ':k': { S: name } },
  };
  return one('Query', name, input, { shows: { version: source.version(name) } });
}

function transact(source: Source, keys: readonly string[]): Step {
  const effects = new Map<string, Version>();
  let isRefused = false;
  const actions = keys.map((key, at) => {
    const exists = source.version(key) !== undefined;
    const kind = source.random.below(4);
    if (kind === 0) {
      effects.set(key, undefined);
      return { Delete: { TableName: TABLE, Key: { pk: { S: key } } } };
    }
    if (kind === 1) {
      const mustExist = source.random.chance(exists ? 0.9 : 0.1);
      isRefused ||= mustExist !== exists;
      const ConditionExpression = mustExist ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)';
      return { ConditionCheck: { TableName: TABLE, Key: { pk: { S: key } }, ConditionExpression } };
    }
    const { item, version } = itemOf(source, key, at);
    effects.set(key, version);
    return { Put: { TableName: TABLE, Item: item } };
  });
  return {
    operation: 'TransactWriteItems',
    input: { TransactItems: actions },
    keys,
    effects: isRefused ? [] : [effects],
    refusal: isRefused ? 'TransactionCanceledException' : undefined,
    shows: undefined,
  };
}

function batch(source: Source, keys: readonly string[]): Step {
  const effects: Effects[] = [];
  const requests = keys.map((key, at) => {
    if (source.random.chance(0.3)) {
      effects.push(new Map([[key, undefined]]));
      return { DeleteRequest: { Key: { pk: { S: key } } } };
    }
    const { item, version } = itemOf(source, key, at);
    effects.push(new Map([[key, version]]));
    return { PutRequest: { Item: item } };
  });
  return {
    operation: 'BatchWriteItem',
    input: { RequestItems: { [TABLE]: requests } },
    keys,
    effects,
    refusal: undefined,
    shows: undefined,
  };
}
