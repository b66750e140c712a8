import {
  BatchWriteItemCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, freshTable, refusal } from '../region.ts';
import { definition, globalIndex, keys, localIndex } from './shapes.ts';

type Item = Record<string, AttributeValue>;

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('g'), definition('b', 'B'), definition('l', 'N')],
    GlobalSecondaryIndexes: [
      globalIndex('zeta', keys(['g'])),
      globalIndex('alpha', keys(['g'], ['b'])),
    ],
    LocalSecondaryIndexes: [localIndex('local', 'l')],
  });
});

const KEY: Item = { pk: { S: 'p' }, sk: { S: 's' } };
const INVALID = 'One or more parameter values were invalid: ';
const NOT_VALID = 'One or more parameter values are not valid. ';
const UNSUPPORTED = `${NOT_VALID}A value specified for a secondary index key is not supported. `;

const tooLong = (key: string, max: number) => (index: string, bytes: number) =>
  `${INVALID}Size limit exceeded for Index Key ${key} Actual Size: ${String(bytes)} bytes ` +
  `Max Size: ${String(max)} bytes IndexName: ${index}`;
const TOO_LONG = { hash: tooLong('g', 2_048), range: tooLong('b', 1_024) };

const put = (attributes: Item) =>
  client.send(new PutItemCommand({ TableName, Item: { ...KEY, ...attributes } }));

const batch = (attributes: Item) =>
  client.send(
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: [{ PutRequest: { Item: { ...KEY, ...attributes } } }] },
    }),
  );

const set = (name: string, value: AttributeValue) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: KEY,
      UpdateExpression: `SET ${name} = :v`,
      ExpressionAttributeValues: { ':v': value },
    }),
  );

const execute = (Statement: string, value: AttributeValue) =>
  client.send(new ExecuteStatementCommand({ Statement, Parameters: [value] }));

const transact = (action: object) =>
  client.send(new TransactWriteItemsCommand({ TransactItems: [action as never] }));

const transactSet = (name: string, value: AttributeValue) =>
  transact({
    Update: {
      TableName,
      Key: KEY,
      UpdateExpression: `SET ${name} = :v`,
      ExpressionAttributeValues: { ':v': value },
    },
  });

describe.each([
  ['PutItem', put],
  ['BatchWriteItem', batch],
])('%s refuses index keys (validation.md section 5)', (_, write) => {
  it('of another type, naming the first of their indexes by name [suite]', async () => {
    expect(await refusal(write({ g: { N: '1' } }))).toMatchObject({
      name: 'ValidationException',
      message: `${INVALID}Type mismatch for Index Key g Expected: S Actual: N IndexName: alpha`,
      status: 400,
    });
  });

  it('that are no scalars [suite]', async () => {
    expect((await refusal(write({ l: { L: [] } }))).message).toBe(
      `${INVALID}Type mismatch for Index Key l Expected: N Actual: L IndexName: local`,
    );
  });

  it('that are null', async () => {
    expect((await refusal(write({ g: { NULL: true } }))).message).toBe(
      `${INVALID}Type mismatch for Index Key g Expected: S Actual: NULL IndexName: alpha`,
    );
  });

  it('that are empty strings', async () => {
    expect((await refusal(write({ g: { S: '' } }))).message).toBe(
      `${UNSUPPORTED}The AttributeValue for a key attribute cannot contain an empty string value. IndexName: alpha, IndexKey: g`,
    );
  });

  it('that are empty binary values', async () => {
    expect((await refusal(write({ b: { B: new Uint8Array() } }))).message).toBe(
      `${UNSUPPORTED}The AttributeValue for a key attribute cannot contain an empty binary value. IndexName: alpha, IndexKey: b`,
    );
  });

  it('that are too long for a hash key (section 16)', async () => {
    expect((await refusal(write({ g: { S: 'g'.repeat(2_175) } }))).message).toBe(
      TOO_LONG.hash('alpha', 2_175),
    );
  });

  it('that are too long for a range key', async () => {
    expect((await refusal(write({ b: { B: new Uint8Array(1_025) } }))).message).toBe(
      TOO_LONG.range('alpha', 1_025),
    );
  });

  it('and leaves nothing of the item', async () => {
    await refusal(write({ g: { N: '1' } }));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: KEY }));
    expect(Item).toBeUndefined();
  });
});

describe('UpdateItem refuses index keys (validation.md section 5)', () => {
  it('of another type, in the words of a put (section 16)', async () => {
    expect((await refusal(set('g', { N: '1' }))).message).toBe(
      `${INVALID}Type mismatch for Index Key g Expected: S Actual: N IndexName: alpha`,
    );
  });

  it('that are too long', async () => {
    expect((await refusal(set('g', { S: 'g'.repeat(2_049) }))).message).toBe(
      TOO_LONG.hash('alpha', 2_049),
    );
    expect((await refusal(set('b', { B: new Uint8Array(2_000) }))).message).toBe(
      TOO_LONG.range('alpha', 2_000),
    );
  });

  it('that are empty [local]', async () => {
    expect((await refusal(set('g', { S: '' }))).message).toBe(
      `${NOT_VALID}The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.`,
    );
  });

  it('that it would reach into', async () => {
    expect((await refusal(set('g.x', { S: 'v' }))).message).toBe(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: g",
    );
  });
});

describe('TransactWriteItems and index keys (validation.md section 5 [suite])', () => {
  const reasons = async (request: Promise<unknown>): Promise<unknown> => {
    const { name, error } = await refusal(request);
    expect(name).toBe('TransactionCanceledException');
    return (error as { readonly CancellationReasons?: unknown }).CancellationReasons;
  };
  const mismatch = {
    Code: 'ValidationError',
    Message: `${INVALID}Type mismatch for Index Key l Expected: N Actual: S IndexName: local`,
  };

  it('a put of another type cancels', async () => {
    const Item = { ...KEY, l: { S: 'x' } };
    expect(await reasons(transact({ Put: { TableName, Item } }))).toEqual([mismatch]);
  });

  it('an update to another type cancels, in the words of the put', async () => {
    expect(await reasons(transactSet('l', { S: 'x' }))).toEqual([mismatch]);
  });

  it('a put of an empty one is refused as a whole', async () => {
    const request = transact({ Put: { TableName, Item: { ...KEY, g: { S: '' } } } });
    expect(await refusal(request)).toMatchObject({
      name: 'ValidationException',
      message: `${UNSUPPORTED}The AttributeValue for a key attribute cannot contain an empty string value. IndexName: alpha, IndexKey: g`,
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'a put',
      () => transact({ Put: { TableName, Item: { ...KEY, g: { S: 'g'.repeat(3_000) } } } }),
    ],
    ['an update', () => transactSet('g', { S: 'g'.repeat(3_000) })],
  ])('%s of one that is too long is refused as a whole', async (_, request) => {
    expect(await refusal(request())).toMatchObject({
      name: 'ValidationException',
      message: TOO_LONG.hash('alpha', 3_000),
    });
  });

  it('an update to an empty one is refused as a whole', async () => {
    expect(await refusal(transactSet('g', { S: '' }))).toMatchObject({
      name: 'ValidationException',
      message: `${NOT_VALID}The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.`,
    });
  });
});

describe('PartiQL and index keys', () => {
  const long: AttributeValue = { S: 'g'.repeat(2_049) };
  const statements = [
    () => `INSERT INTO "${TableName}" VALUE {'pk': 'partiql', 'sk': 's', 'g': ?}`,
    () => `UPDATE "${TableName}" SET g = ? WHERE pk = 'partiql' AND sk = 's'`,
  ];

  it.each(statements)('%#: of another type are refused in the words of a put', async (text) => {
    await put({ pk: { S: 'partiql' }, ...(text().startsWith('INSERT') ? { sk: { S: 'x' } } : {}) });
    expect((await refusal(execute(text(), { N: '1' }))).message).toBe(
      `${INVALID}Type mismatch for Index Key g Expected: S Actual: N IndexName: alpha`,
    );
  });

  it.each(statements)('%#: that are too long are refused', async (text) => {
    await put({ pk: { S: 'partiql' }, ...(text().startsWith('INSERT') ? { sk: { S: 'x' } } : {}) });
    expect((await refusal(execute(text(), long))).message).toBe(TOO_LONG.hash('alpha', 2_049));
  });

  it.each(statements)('%#: that are too long are refused in a transaction', async (text) => {
    await put({ pk: { S: 'partiql' }, ...(text().startsWith('INSERT') ? { sk: { S: 'x' } } : {}) });
    const TransactStatements = [{ Statement: text(), Parameters: [long] }];
    const request = client.send(new ExecuteTransactionCommand({ TransactStatements }));
    expect((await refusal(request)).message).toBe(TOO_LONG.hash('alpha', 2_049));
  });
});

describe('values of queries on an index obey the rules of keys', () => {
  it('an empty one is refused', async () => {
    const request = client.send(
      new QueryCommand({
        TableName,
        IndexName: 'zeta',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': { S: '' } },
      }),
    );
    expect((await refusal(request)).message).toBe(
      `${NOT_VALID}The AttributeValue for a key attribute cannot contain an empty string value. Key: g`,
    );
  });

  it('one of another type is refused', async () => {
    const request = client.send(
      new QueryCommand({
        TableName,
        IndexName: 'zeta',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': { N: '1' } },
      }),
    );
    expect((await refusal(request)).message).toBe(
      `${INVALID}Condition parameter type does not match schema type`,
    );
  });
});
