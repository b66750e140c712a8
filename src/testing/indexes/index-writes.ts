import type { Prng } from '../world/prng.ts';

export const TABLE = 'indexed';

export interface DrawnWrite {
  readonly operation: string;
  readonly input: object;
}

const PARTITIONS = 4;
const SORTS = 20;
/** Makes trees of several pages. */
const LONG = 'z'.repeat(4_000);

type Attributes = Record<string, Record<string, unknown>>;

/** A random write: of one item or of several, of all attributes or of some. `number` tells it from every other. */
export function drawWrite(random: Prng, number: number): DrawnWrite {
  switch (random.below(5)) {
    case 0:
      return {
        operation: 'UpdateItem',
        input: { TableName: TABLE, Key: drawKey(random), ...drawUpdate(random, number) },
      };
    case 1:
      return { operation: 'DeleteItem', input: { TableName: TABLE, Key: drawKey(random) } };
    case 2:
      return { operation: 'BatchWriteItem', input: drawBatch(random, number) };
    case 3:
      return { operation: 'TransactWriteItems', input: drawTransaction(random, number) };
    default:
      return { operation: 'PutItem', input: { TableName: TABLE, Item: drawItem(random, number) } };
  }
}

function drawKey(random: Prng): Attributes {
  return {
    pk: { S: `p${String(random.below(PARTITIONS))}` },
    sk: { N: String(random.below(SORTS)) },
  };
}

/** Few values, so that many items share an index key; each attribute is left out at times. */
function drawAttributes(random: Prng, number: number): Attributes {
  const all: Attributes = {
    a: { S: `a${String(random.below(3))}` },
    b: { N: String(random.below(4) - 2) },
    c: { B: btoa(String(random.below(3))) },
    x: { S: `x${String(random.below(4))}` },
    z: { S: `z${String(number)}${random.chance(0.6) ? LONG : ''}` },
  };
  return Object.fromEntries(Object.entries(all).filter(() => random.chance(0.75)));
}

function drawItem(random: Prng, number: number): Attributes {
  return { ...drawAttributes(random, number), ...drawKey(random) };
}

function drawUpdate(random: Prng, number: number): object {
  const name = random.pick(['a', 'b', 'c', 'x', 'z']);
  if (random.chance(0.4)) return { UpdateExpression: `REMOVE ${name}` };
  const value = drawAttributes(random, number)[name] ?? { S: 'other' };
  const isKey = name === 'b' || name === 'c';
  const safe = isKey && 'S' in value ? { N: '0' } : value;
  const typed = name === 'c' && 'N' in safe ? { B: btoa('0') } : safe;
  return {
    UpdateExpression: `SET ${name} = :v`,
    ExpressionAttributeValues: { ':v': typed },
    ...(random.chance(0.3) ? { ConditionExpression: 'attribute_exists(pk)' } : {}),
  };
}

function distinctKeys(random: Prng): readonly Attributes[] {
  const keys = new Map<string, Attributes>();
  for (let i = 0; i <= random.below(4); i++) {
    const key = drawKey(random);
    keys.set(JSON.stringify(key), key);
  }
  return [...keys.values()];
}

function drawBatch(random: Prng, number: number): object {
  const requests = distinctKeys(random).map((Key) =>
    random.chance(0.3)
      ? { DeleteRequest: { Key } }
      : { PutRequest: { Item: { ...drawAttributes(random, number), ...Key } } },
  );
  return { RequestItems: { [TABLE]: requests } };
}

function drawTransaction(random: Prng, number: number): object {
  const TransactItems = distinctKeys(random).map((Key) => {
    if (random.chance(0.25)) return { Delete: { TableName: TABLE, Key } };
    if (random.chance(0.4))
      return { Update: { TableName: TABLE, Key, UpdateExpression: 'REMOVE a, x' } };
    return { Put: { TableName: TABLE, Item: { ...drawAttributes(random, number), ...Key } } };
  });
  return { TransactItems };
}
