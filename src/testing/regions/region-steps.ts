import type { Prng } from '../world/prng.ts';

export const TABLE = 'shared';

/** A write of the workload. */
export interface RegionStep {
  readonly operation: string;
  readonly input: object;
  /** What its items carry that no other write's do; nothing for a write that need not leave anything. */
  readonly marks: readonly string[];
}

export function tableInput(hasIndex: boolean): object {
  return {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      ...(hasIndex ? [{ AttributeName: 'mark', AttributeType: 'S' }] : []),
    ],
    ...(hasIndex
      ? {
          GlobalSecondaryIndexes: [
            {
              IndexName: 'byMark',
              KeySchema: [{ AttributeName: 'mark', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }
      : {}),
  };
}

/** Draws one write; `newMark` makes a text that no item has. */
export function drawRegionStep(random: Prng, keys: number, newMark: () => string): RegionStep {
  const key = (): { readonly S: string } => ({ S: `k${String(random.below(keys))}` });
  const put = (): { readonly TableName: string; readonly Item: object; readonly mark: string } => {
    const mark = newMark();
    return { TableName: TABLE, Item: { pk: key(), mark: { S: mark } }, mark };
  };
  const drawn = random.fraction();
  if (drawn < 0.4) {
    const { mark, ...input } = put();
    return { operation: 'PutItem', input, marks: [mark] };
  }
  if (drawn < 0.6) {
    return { operation: 'DeleteItem', input: { TableName: TABLE, Key: { pk: key() } }, marks: [] };
  }
  if (drawn < 0.7) {
    const { mark, ...input } = put();
    const condition = random.pick(['attribute_not_exists(pk)', 'attribute_exists(pk)']);
    return {
      operation: 'PutItem',
      input: { ...input, ConditionExpression: condition },
      marks: [mark],
    };
  }
  if (drawn < 0.85) {
    const mark = newMark();
    return {
      operation: 'UpdateItem',
      input: {
        TableName: TABLE,
        Key: { pk: key() },
        UpdateExpression: 'SET mark = :m ADD n :one',
        ExpressionAttributeValues: { ':m': { S: mark }, ':one': { N: '1' } },
      },
      marks: [mark],
    };
  }
  const one = { ...put(), Item: {} };
  const [first, second] = [0, 1].map((i) => ({
    pk: { S: `k${String(i)}` },
    mark: { S: newMark() },
  }));
  const marks = [first, second].flatMap((item) => (item === undefined ? [] : [item.mark.S]));
  return {
    operation: 'TransactWriteItems',
    input: {
      TransactItems: [
        { Put: { TableName: one.TableName, Item: first } },
        { Put: { TableName: one.TableName, Item: second } },
      ],
    },
    marks,
  };
}
