import { beforeEach, describe, expect, it } from 'vitest';
import { LEDGER_TREE } from '../../storage/system-tree.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
  client.call('CreateTable', tableBody('pairs', 'sk'));
});

const VE = 'ValidationException: ';
const key = (pk: string): object => ({ pk: { S: pk } });
const put = (pk: string, members: object = {}, more: object = {}): object => ({
  Put: { TableName: 'items', Item: { ...key(pk), ...members }, ...more },
});
const update = (pk: string, UpdateExpression: string, more: object = {}): object => ({
  Update: { TableName: 'items', Key: key(pk), UpdateExpression, ...more },
});
const remove = (pk: string, more: object = {}): object => ({
  Delete: { TableName: 'items', Key: key(pk), ...more },
});
const check = (pk: string, ConditionExpression: string, more: object = {}): object => ({
  ConditionCheck: { TableName: 'items', Key: key(pk), ConditionExpression, ...more },
});
const write = (TransactItems: object[], members: object = {}): Json =>
  client.call('TransactWriteItems', { TransactItems, ...members });
const refused = (TransactItems: object[], members: object = {}): string =>
  client.failure('TransactWriteItems', { TransactItems, ...members });
const cancelled = (TransactItems: object[]): Json =>
  client.fail('TransactWriteItems', { TransactItems });
const stored = (pk: string): unknown =>
  client.call('GetItem', { TableName: 'items', Key: key(pk) })['Item'];
const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('TransactWriteItems', () => {
  it('puts, updates, deletes and checks with one append', () => {
    write([put('gone'), put('checked')]);
    const appends = client.store.appended.length;
    const answer = write([
      put('a', { n: { N: '1' } }),
      update('b', 'SET x = :x', { ExpressionAttributeValues: { ':x': { S: 'x' } } }),
      remove('gone'),
      check('checked', 'attribute_exists(pk)'),
      { Put: { TableName: 'pairs', Item: { ...key('a'), sk: { S: 's' } } } },
    ]);
    expect(answer).toEqual({});
    expect(client.store.appended.length).toBe(appends + 1);
    expect(stored('a')).toEqual({ ...key('a'), n: { N: '1' } });
    expect(stored('b')).toEqual({ ...key('b'), x: { S: 'x' } });
    expect(stored('gone')).toBeUndefined();
  });

  it('that is cancelled changes nothing and gives every reason in order', () => {
    write([put('a', { x: { S: 'old' } }), put('b')]);
    const showing = { ...ABSENT, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    const error = cancelled([
      put('a', { x: { S: 'new' } }, showing),
      put('c'),
      put('b', {}, ABSENT),
      check('missing', 'attribute_exists(pk)', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ]);
    const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    expect(error).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        '[ConditionalCheckFailed, None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [
        { ...failed, Item: { ...key('a'), x: { S: 'old' } } },
        { Code: 'None' },
        failed,
        failed,
      ],
    });
    expect(stored('a')).toEqual({ ...key('a'), x: { S: 'old' } });
    expect(stored('c')).toBeUndefined();
  });

  it('is cancelled by a key of the wrong type and by an update that cannot be applied', () => {
    const wrongKey = { Delete: { TableName: 'items', Key: { pk: { N: '1' } } } };
    const wrongPut = { Put: { TableName: 'items', Item: { pk: { N: '2' } } } };
    const reasons = [
      wrongKey,
      wrongPut,
      update('a', 'SET m.x = :x', { ExpressionAttributeValues: { ':x': { S: 'x' } } }),
      update('b', 'SET pk = :x', { ExpressionAttributeValues: { ':x': { S: 'x' } } }),
    ].flatMap((action) => cancelled([action])['CancellationReasons'] as readonly Json[]);
    expect(reasons.map((reason) => [reason['Code'], reason['Message']])).toEqual([
      ['ValidationError', 'The provided key element does not match the schema'],
      [
        'ValidationError',
        'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
      ],
      [
        'ValidationError',
        'The document path provided in the update expression is invalid for update',
      ],
      [
        'ValidationError',
        'One or more parameter values were invalid: ' +
          'Cannot update attribute pk. This attribute is part of the key',
      ],
    ]);
  });

  it('charges twice on the table, a check too', () => {
    const charge = { CapacityUnits: 6, WriteCapacityUnits: 6 };
    const wide = { x: { S: 'x'.repeat(1500) } };
    expect(
      write([put('a', wide), check('b', 'attribute_not_exists(pk)')], {
        ReturnConsumedCapacity: 'INDEXES',
      }),
    ).toEqual({ ConsumedCapacity: [{ TableName: 'items', ...charge, Table: charge }] });
  });
});

describe('TransactWriteItems refuses', () => {
  it('the same item twice, a missing table, an empty key', () => {
    expect(refused([put('a'), remove('a')])).toBe(
      `${VE}Transaction request cannot include multiple operations on one item`,
    );
    const missing = { Put: { TableName: 'nope', Item: key('a') } };
    expect(refused([put('a'), put('a'), missing])).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
    expect(refused([put('')])).toContain('cannot contain an empty string value. Key: pk');
  });

  it('the first faulty action before a missing table', () => {
    const missing = { Put: { TableName: 'nope', Item: key('a') } };
    expect(refused([missing, put('a', { n: { N: 'abc' } })])).toBe(
      `${VE}The parameter cannot be converted to a numeric value: abc`,
    );
    expect(refused([missing, check('a', 'a = = b')])).toContain('Invalid ConditionExpression');
  });

  it('a key too deep before the condition of its action, unless it is twice as deep', () => {
    const nested = (levels: number): object =>
      levels === 1 ? { S: 'x' } : { M: { a: nested(levels - 1) } };
    const removal = (levels: number): object => ({
      Delete: { TableName: 'items', Key: { pk: nested(levels) }, ConditionExpression: '(' },
    });
    expect(refused([removal(62)])).toContain('Nesting Levels have exceeded supported limits');
    expect(refused([removal(63)])).toContain('Invalid ConditionExpression: Syntax error');
  });

  it('an action that is none or several', () => {
    const message = `${VE}TransactItems can only contain one of Check, Put, Update or Delete`;
    expect(refused([{}])).toBe(
      `${VE}1 validation error detected: Value '' at 'transactItems' failed to satisfy constraint: ` +
        'TransactWriteRequest should contain Delete or Put or Update or ConditionCheck',
    );
    expect(refused([{ ...put('a'), ...remove('b') }])).toBe(message);
  });

  it('a ConditionCheck without its condition', () => {
    expect(refused([{ ConditionCheck: { TableName: 'items', Key: key('a') } }])).toBe(
      `${VE}1 validation error detected: Value null at ` +
        "'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: " +
        'Member must not be null',
    );
  });

  it('no action, more than 100 of them, and too long a token', () => {
    expect(refused([])).toBe(
      `${VE}1 validation error detected: Value '[]' at 'transactItems' failed to satisfy ` +
        'constraint: Member must have length greater than or equal to 1',
    );
    const many = Array.from({ length: 101 }, (_, i) => put(String(i)));
    expect(refused(many)).toMatch(/'transactItems' failed .* length less than or equal to 100$/);
    expect(refused([put('a')], { ClientRequestToken: 'x'.repeat(37) })).toBe(
      `${VE}1 validation error detected: Value at 'ClientRequestToken' failed to satisfy ` +
        'constraint: Member must have length less than or equal to 36',
    );
  });

  it('more than 4 MB of items', () => {
    const pad = { x: { S: 'x'.repeat(400_000) } };
    const many = (n: number): object[] => Array.from({ length: n }, (_, i) => put(String(i), pad));
    expect(write(many(10))).toEqual({});
    expect(refused(many(11))).toBe(
      `${VE}Transaction payload size cannot exceed 4MB. Payload Size: 4400045`,
    );
  });

  it('a statement that is too large at the top, a finished item too large as a reason', () => {
    const values = (bytes: number): object => ({
      ExpressionAttributeValues: { ':x': { S: 'x'.repeat(bytes) } },
    });
    expect(refused([update('a', 'SET x = :x', values(409_600))])).toBe(
      `${VE}Item size to update has exceeded the maximum allowed size`,
    );
    write([put('b', { y: { S: 'y'.repeat(300_000) } })]);
    expect(cancelled([update('b', 'SET x = :x', values(200_000))])['CancellationReasons']).toEqual([
      {
        Code: 'ValidationError',
        Message: 'Item size to update has exceeded the maximum allowed size',
      },
    ]);
  });
});

describe('a ClientRequestToken', () => {
  const token = { ClientRequestToken: 'token' };
  const add = [update('a', 'ADD n :one', { ExpressionAttributeValues: { ':one': { N: '1' } } })];
  const count = (): unknown => (stored('a') as { n: { N: string } }).n.N;
  const minutes = (n: number): number => n * 60_000;
  const ledgerSize = (): number => client.store.counts(LEDGER_TREE).items;

  it('makes a repeated request a success without effect, reported as reads', () => {
    const capacity = { ReturnConsumedCapacity: 'TOTAL' };
    const charge = (units: object): object => ({
      ConsumedCapacity: [{ TableName: 'items', CapacityUnits: 2, ...units }],
    });
    expect(write(add, { ...token, ...capacity })).toEqual(charge({ WriteCapacityUnits: 2 }));
    const appends = client.store.appended.length;
    expect(write(add, { ...token, ...capacity })).toEqual(charge({ ReadCapacityUnits: 2 }));
    expect(write(add, token)).toEqual({});
    expect(count()).toBe('1');
    expect(client.store.appended.length).toBe(appends);
  });

  it('is entered with the same append as the transaction', () => {
    const appends = client.store.appended.length;
    write(add, token);
    expect(client.store.appended.length).toBe(appends + 1);
  });

  it('does not depend on the order of JSON members', () => {
    write(add, token);
    const reversed = JSON.parse(JSON.stringify(add), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ) as object[];
    write(reversed, token);
    expect(count()).toBe('1');
  });

  it('is refused with another request', () => {
    write(add, token);
    expect(refused([put('b')], token)).toBe(
      'IdempotentParameterMismatchException: Specified idempotent token was used with different ' +
        'request parameters within the idempotency window',
    );
    expect(stored('b')).toBeUndefined();
  });

  it('is free again after ten minutes', () => {
    write(add, token);
    client.world.advance(minutes(10) - 1);
    write(add, token);
    expect(count()).toBe('1');
    client.world.advance(1);
    write(add, token);
    expect(count()).toBe('2');
    client.world.advance(minutes(10) - 1);
    write(add, token);
    expect(count()).toBe('2');
  });

  it('is not used up by a transaction that was cancelled', () => {
    const failing = [put('a', {}, { ConditionExpression: 'attribute_exists(pk)' })];
    expect(refused(failing, token)).toContain('TransactionCanceledException');
    write([put('a')]);
    expect(write(failing, token)).toEqual({});
  });

  it('leaves the ledger a few at a time when it has expired', () => {
    for (let i = 0; i < 10; i++)
      write([put(`p${String(i)}`)], { ClientRequestToken: `t${String(i)}` });
    expect(ledgerSize()).toBe(20);
    client.world.advance(minutes(11));
    for (let i = 0; i < 3; i++) write([put('q')], { ClientRequestToken: `u${String(i)}` });
    expect(ledgerSize()).toBe(6);
  });
});

describe('TransactGetItems', () => {
  const get = (pk: string, members: object = {}): object => ({
    Get: { TableName: 'items', Key: key(pk), ...members },
  });
  const read = (TransactItems: object[], members: object = {}): Json =>
    client.call('TransactGetItems', { TransactItems, ...members });
  const readRefused = (TransactItems: object[]): Json =>
    client.fail('TransactGetItems', { TransactItems });

  it('answers one slot a get, in order, empty for what is missing', () => {
    write([put('a', { x: { S: 'x' } }), put('b')]);
    const gets = [get('b'), get('missing'), get('a', { ProjectionExpression: 'x' })];
    expect(read(gets)).toEqual({
      Responses: [{ Item: key('b') }, {}, { Item: { x: { S: 'x' } } }],
    });
    expect(read([get('a', { ProjectionExpression: 'nothing' })])).toEqual({ Responses: [{}] });
  });

  it('charges twice, missing items too', () => {
    const charge = { CapacityUnits: 4, ReadCapacityUnits: 4 };
    expect(
      read([get('a'), get('b')], { ReturnConsumedCapacity: 'INDEXES' })['ConsumedCapacity'],
    ).toEqual([{ TableName: 'items', ...charge, Table: charge }]);
  });

  it('is cancelled by a key that does not match', () => {
    const wrong = { Get: { TableName: 'items', Key: {} } };
    expect(readRefused([get('a'), wrong])['CancellationReasons']).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ]);
  });

  it('refuses the same item twice and a missing table', () => {
    expect(readRefused([get('a'), get('a')])['message']).toBe(
      'Transaction request cannot include multiple operations on one item',
    );
    const missing = { Get: { TableName: 'nope', Key: key('a') } };
    expect(readRefused([missing])['message']).toBe('Requested resource not found');
  });
});
