import { BatchWriteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, freshTable, refusal } from '../region.ts';
import { definition, globalIndex, keys } from './shapes.ts';

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({
    AttributeDefinitions: [
      definition('team'),
      definition('season', 'N'),
      definition('round'),
      definition('day', 'N'),
      definition('code'),
    ],
    GlobalSecondaryIndexes: [
      globalIndex('games', keys(['team', 'season'], ['round', 'day', 'code'])),
    ],
  });
  const games = [
    ['a', 1, 'final', 3, 'x'],
    ['a', 1, 'cup', 2, 'y'],
    ['a', 1, 'cup', 10, 'x'],
    ['a', 1, 'cup', 2, 'x'],
    ['a', 2, 'cup', 1, 'x'],
    ['b', 1, 'cup', 1, 'x'],
  ] as const;
  const requests = games.map(([team, season, round, day, code], i) => ({
    PutRequest: {
      Item: {
        pk: { S: String(i) },
        team: { S: team },
        season: { N: String(season) },
        round: { S: round },
        day: { N: String(day) },
        code: { S: code },
      },
    },
  }));
  const without = {
    PutRequest: { Item: { pk: { S: 'none' }, team: { S: 'a' }, season: { N: '1' } } },
  };
  await client.send(
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [...requests, without] } }),
  );
});

type Values = Record<string, AttributeValue>;
const OF_A: Values = { ':t': { S: 'a' }, ':s': { N: '1' } };

function query(condition: string, values: Values = {}, more: Partial<QueryCommandInput> = {}) {
  return client.send(
    new QueryCommand({
      TableName,
      IndexName: 'games',
      KeyConditionExpression: condition,
      ExpressionAttributeNames: { '#r': 'round', '#d': 'day' },
      ExpressionAttributeValues: { ...OF_A, ...values },
      ...more,
    }),
  );
}

async function found(condition: string, values: Values = {}): Promise<readonly string[]> {
  const names = { '#r': 'round', '#d': 'day' };
  const used = Object.entries(names).filter(([name]) => condition.includes(name));
  const { Items } = await query(condition, values, {
    ExpressionAttributeNames: used.length === 0 ? undefined : Object.fromEntries(used),
  });
  return (Items ?? []).map(({ pk }) => pk?.S ?? '');
}

describe('keys of several attributes (semantics.md section 2 [suite])', () => {
  it('choose by all hash attributes and order by the range attributes as a tuple', async () => {
    expect(await found('team = :t AND season = :s')).toEqual(['3', '1', '2', '0']);
  });

  it('take their clauses in any order', async () => {
    expect(await found('season = :s AND team = :t')).toEqual(['3', '1', '2', '0']);
  });

  it('take equality on the first range attributes', async () => {
    const values = { ':r': { S: 'cup' } };
    expect(await found('team = :t AND season = :s AND #r = :r', values)).toEqual(['3', '1', '2']);
    const both = { ...values, ':d': { N: '2' } };
    expect(await found('team = :t AND season = :s AND #r = :r AND #d = :d', both)).toEqual([
      '3',
      '1',
    ]);
  });

  it('take one range condition behind equalities', async () => {
    const values = { ':r': { S: 'cup' }, ':d': { N: '2' } };
    expect(await found('team = :t AND season = :s AND #r = :r AND #d > :d', values)).toEqual(['2']);
    const prefix = { ':r': { S: 'f' } };
    expect(await found('team = :t AND season = :s AND begins_with(#r, :r)', prefix)).toEqual(['0']);
  });

  it('leave out an item that lacks any of them', async () => {
    expect(await found('team = :t AND season = :s')).not.toContain('none');
  });

  it('have all of them and the table key in the last key', async () => {
    const { LastEvaluatedKey } = await query(
      'team = :t AND season = :s',
      {},
      {
        Limit: 1,
        ExpressionAttributeNames: undefined,
      },
    );
    expect(LastEvaluatedKey).toEqual({
      team: { S: 'a' },
      season: { N: '1' },
      round: { S: 'cup' },
      day: { N: '2' },
      code: { S: 'x' },
      pk: { S: '3' },
    });
  });
});

describe('KeyConditions on keys of several attributes (validation.md section 16)', () => {
  const EQ = (value: AttributeValue) => ({
    ComparisonOperator: 'EQ' as const,
    AttributeValueList: [value],
  });
  const hash = { team: EQ({ S: 'a' }), season: EQ({ N: '1' }) };
  const legacy = (KeyConditions: QueryCommandInput['KeyConditions']) =>
    client.send(new QueryCommand({ TableName, IndexName: 'games', KeyConditions }));

  it('name all of them, with an operator on the last', async () => {
    const { Items } = await legacy({
      ...hash,
      round: EQ({ S: 'cup' }),
      day: { ComparisonOperator: 'GT', AttributeValueList: [{ N: '2' }] },
    });
    expect(Items?.map(({ pk }) => pk?.S)).toEqual(['2']);
    const whole = { ...hash, round: EQ({ S: 'cup' }), day: EQ({ N: '2' }), code: EQ({ S: 'y' }) };
    expect((await legacy(whole)).Items?.map(({ pk }) => pk?.S)).toEqual(['1']);
  });

  it('or a prefix', async () => {
    expect((await legacy(hash)).Count).toBe(4);
    expect((await legacy({ ...hash, round: EQ({ S: 'cup' }) })).Count).toBe(3);
  });

  it.each<[string, QueryCommandInput['KeyConditions'], string]>([
    [
      'one hash attribute',
      { team: EQ({ S: 'a' }) },
      'HASH key attributes season must have equality conditions specified in the query',
    ],
    [
      'a gap',
      { ...hash, day: EQ({ N: '1' }) },
      'RANGE key attributes round must have equality conditions specified in the query because a condition is present on key attribute day',
    ],
    [
      'more than the key has',
      {
        ...hash,
        round: EQ({ S: '' }),
        day: EQ({ N: '1' }),
        code: EQ({ S: 'x' }),
        x: EQ({ S: 'x' }),
      },
      'The number of query conditions (6) exceeds the number of key attributes defined in the schema (5)',
    ],
  ])('are refused with %s', async (_, conditions, message) => {
    expect((await refusal(legacy(conditions))).message).toBe(message);
  });

  it('are of length 1 or 2 where the key is no longer', async () => {
    const KeyConditions = { pk: EQ({ S: 'a' }), a: EQ({ S: 'a' }), b: EQ({ S: 'a' }) };
    const request = client.send(new QueryCommand({ TableName, KeyConditions }));
    expect((await refusal(request)).message).toBe('Conditions can be of length 1 or 2 only');
  });
});

describe('queries of keys of several attributes that are refused (validation.md section 6)', () => {
  const message = async (condition: string, values: Values = {}): Promise<string> => {
    const names = { '#r': 'round', '#d': 'day' };
    const used = Object.entries(names).filter(([name]) => condition.includes(name));
    const more = {
      ExpressionAttributeNames: used.length === 0 ? undefined : Object.fromEntries(used),
    };
    const taken = Object.entries({ ...OF_A, ...values }).filter(([name]) =>
      condition.includes(name),
    );
    const request = query(
      condition,
      {},
      {
        ...more,
        ExpressionAttributeValues: Object.fromEntries(taken),
      },
    );
    return (await refusal(request)).message;
  };

  it('one that misses a hash attribute', async () => {
    expect(await message('team = :t')).toBe(
      'HASH key attributes season must have equality conditions specified in the query',
    );
  });

  it('one that compares a hash attribute otherwise', async () => {
    expect(await message('team = :t AND season > :s')).toBe(
      'HASH key attributes season must have equality conditions specified in the query',
    );
    expect(await message('team > :t AND season > :s')).toBe(
      'HASH key attributes team, season must have equality conditions specified in the query',
    );
  });

  it('one with a gap between its range attributes', async () => {
    expect(await message('team = :t AND season = :s AND #d = :d', { ':d': { N: '1' } })).toBe(
      'RANGE key attributes round must have equality conditions specified in the query because a condition is present on key attribute day',
    );
  });

  it('one with a range condition before the last', async () => {
    const values = { ':r': { S: 'c' }, ':d': { N: '1' } };
    expect(await message('team = :t AND season = :s AND #r > :r AND #d = :d', values)).toBe(
      'RANGE key attributes round must have equality conditions specified in the query because a condition is present on key attribute day',
    );
  });

  it('one of another type', async () => {
    expect(await message('team = :t AND season = :s AND #r = :d', { ':d': { N: '1' } })).toBe(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  });
});
