import { describe, expect, it } from 'vitest';
import { answeredItems, writesItems } from './answer.ts';
import { nextRequest } from './continuation.ts';
import { readStatement } from './statement.ts';

describe('the request for the next part', () => {
  const KEY = { pk: { S: 'a' } };
  it.each([
    ['Query', { Limit: 1 }, { LastEvaluatedKey: KEY }, { Limit: 1, ExclusiveStartKey: KEY }],
    ['DynamoDB_20120810.Scan', {}, { LastEvaluatedKey: KEY }, { ExclusiveStartKey: KEY }],
    [
      'ExecuteStatement',
      { Statement: 'SELECT * FROM notes' },
      { LastEvaluatedKey: KEY, NextToken: 'n' },
      { Statement: 'SELECT * FROM notes', NextToken: 'n' },
    ],
    ['ListTables', {}, { LastEvaluatedTableName: 'b' }, { ExclusiveStartTableName: 'b' }],
    [
      'ListGlobalTables',
      {},
      { LastEvaluatedGlobalTableName: 'b' },
      { ExclusiveStartGlobalTableName: 'b' },
    ],
    ['ListStreams', {}, { LastEvaluatedStreamArn: 'arn' }, { ExclusiveStartStreamArn: 'arn' }],
    [
      'DescribeStream',
      { StreamArn: 'arn' },
      { StreamDescription: { LastEvaluatedShardId: 's' } },
      { StreamArn: 'arn', ExclusiveStartShardId: 's' },
    ],
    ['GetRecords', { ShardIterator: '1' }, { NextShardIterator: '2' }, { ShardIterator: '2' }],
    [
      'ListTagsOfResource',
      { ResourceArn: 'arn' },
      { NextToken: 'n' },
      { ResourceArn: 'arn', NextToken: 'n' },
    ],
    [
      'BatchGetItem',
      { RequestItems: { notes: { Keys: [KEY, KEY] } } },
      { UnprocessedKeys: { notes: { Keys: [KEY] } } },
      { RequestItems: { notes: { Keys: [KEY] } } },
    ],
    [
      'BatchWriteItem',
      { RequestItems: {} },
      { UnprocessedItems: { notes: [] } },
      { RequestItems: { notes: [] } },
    ],
  ])('of %s carries its own token', (operation, request, answer, next) => {
    expect(nextRequest(operation, request, answer)).toEqual(next);
    for (const last of [{}, { UnprocessedKeys: {}, UnprocessedItems: {} }]) {
      expect(nextRequest(operation, request, last)).toBeUndefined();
    }
  });
});

describe('items of an answer', () => {
  it('of a batch are of the tables that they stand under', () => {
    const answer = { Responses: { one: [{ a: { S: '1' } }], two: [{ b: { S: '2' } }] } };
    expect(answeredItems('BatchGetItem', {}, answer)).toMatchObject([
      { table: 'one', item: { a: { S: '1' } } },
      { table: 'two', item: { b: { S: '2' } } },
    ]);
  });

  it('of a transaction are of the tables that were asked in this order', () => {
    const key = { pk: { S: 'a' } };
    const request = {
      TransactItems: [
        { Get: { TableName: 'one', Key: key } },
        { Get: { TableName: 'two', Key: key } },
      ],
    };
    const answer = { Responses: [{}, { Item: { b: { S: '2' } } }] };
    expect(answeredItems('TransactGetItems', request, answer)).toEqual([
      { table: 'two', item: { b: { S: '2' } }, key, columns: 'all' },
    ]);
  });

  it('of statements are of the tables that these name', () => {
    const request = {
      Statements: [{ Statement: `SELECT * FROM "a-b"."index" WHERE x = 'FROM other'` }],
    };
    const answer = { Responses: [{ Item: { pk: { S: '2' } } }] };
    expect(answeredItems('BatchExecuteStatement', request, answer)).toMatchObject([
      { table: 'a-b', columns: 'all' },
    ]);
  });

  it('have the key of the request where it names one', () => {
    const request = { TableName: 'notes', Key: { pk: { S: 'a' } }, AttributesToGet: ['x'] };
    expect(answeredItems('GetItem', request, { Item: { x: { N: '1' } } })).toMatchObject([
      { table: 'notes', key: { pk: { S: 'a' } }, item: { x: { N: '1' } } },
    ]);
  });
});

describe('a statement', () => {
  it('tells which columns are attributes: a path may be called like a key', () => {
    const { columns } = readStatement('select pk, info.sk, "odd name", list[0] from notes');
    expect(columns).toEqual(new Set(['pk', 'odd name']));
  });

  it.each([
    [`SELECT * FROM notes`, true, 'notes'],
    [`INSERT INTO "notes" VALUE {'pk': 'a'}`, false, 'notes'],
    [`UPDATE "no.tes" SET a = 1 WHERE pk = 'x' RETURNING ALL NEW *`, false, 'no.tes'],
    [`DELETE FROM notes WHERE pk = 'x'`, false, 'notes'],
    [`SELECT * FROM`, true, ''],
    ['', false, ''],
  ])('%s', (statement, reads, table) => {
    expect(readStatement(statement)).toMatchObject({ reads, table });
  });

  it('that changes items is a write, as PutItem is', () => {
    expect(writesItems('ExecuteStatement', { Statement: 'DELETE FROM notes' })).toBe(true);
    expect(writesItems('ExecuteStatement', { Statement: 'SELECT * FROM notes' })).toBe(false);
    expect(writesItems('DynamoDB_20120810.PutItem', {})).toBe(true);
    expect(writesItems('DescribeTable', {})).toBe(false);
  });
});
