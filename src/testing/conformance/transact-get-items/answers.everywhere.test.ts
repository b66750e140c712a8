/** semantics.md section 6, validation.md sections 5 and 10. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, reasonsOf, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { NO_TABLE, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
let other: string;
const itemOf = (pk: string): Attributes => ({ pk: { S: pk }, x: { S: `x of ${pk}` } });
const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const get = (pk: string, table = TableName) => ({ Get: { TableName: table, Key: keyOf(pk) } });

beforeAll(async () => {
  TableName = await freshTable();
  other = await freshTable();
  await fill(TableName, ['a', 'b'].map(itemOf));
  await fill(other, [itemOf('a')]);
});

describe('what TransactGetItems answers [suite]', () => {
  it('is one slot for each Get, in request order', async () => {
    const TransactItems = [get('b'), get('nope'), get('a')];
    expect(await ask('TransactGetItems', { TransactItems })).toEqual({
      Responses: [{ Item: itemOf('b') }, {}, { Item: itemOf('a') }],
    });
  });

  it('may be of several tables, the same key in each', async () => {
    const TransactItems = [get('a', other), get('a')];
    expect(await ask('TransactGetItems', { TransactItems })).toEqual({
      Responses: [{ Item: itemOf('a') }, { Item: itemOf('a') }],
    });
  });

  it('is projected for each Get by itself', async () => {
    const TransactItems = [
      {
        Get: {
          TableName,
          Key: keyOf('a'),
          ProjectionExpression: '#x',
          ExpressionAttributeNames: { '#x': 'x' },
        },
      },
      get('b'),
    ];
    expect(await ask('TransactGetItems', { TransactItems })).toEqual({
      Responses: [{ Item: { x: { S: 'x of a' } } }, { Item: itemOf('b') }],
    });
  });

  it('may be of 100 items', async () => {
    const TransactItems = Array.from({ length: 100 }, (_, i) => get(`n${String(i)}`));
    const { Responses } = await ask('TransactGetItems', { TransactItems });
    expect(Responses).toEqual(Array.from({ length: 100 }, () => ({})));
  });
});

describe('TransactGetItems is refused', () => {
  it('without Gets (validation.md section 1)', async () => {
    expect(await refused('TransactGetItems', { TransactItems: [] })).toBe(
      `${ONE_ERROR}Value '[]' at 'transactItems' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('with more than 100', async () => {
    const TransactItems = Array.from({ length: 101 }, (_, i) => get(`n${String(i)}`));
    expect(await refused('TransactGetItems', { TransactItems })).toMatch(
      /' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/u,
    );
  });

  it('with an action that is no Get', async () => {
    expect(await refused('TransactGetItems', { TransactItems: [{}] })).toBe(
      `${ONE_ERROR}Value null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('with the same item twice [suite]', async () => {
    expect(await refused('TransactGetItems', { TransactItems: [get('a'), get('a')] })).toBe(
      `${VALIDATION}Transaction request cannot include multiple operations on one item`,
    );
  });

  it('for a missing table [suite]', async () => {
    expect(await refused('TransactGetItems', { TransactItems: [get('a', 'nowhere')] })).toBe(
      NO_TABLE,
    );
  });

  it('for an unknown ReturnConsumedCapacity', async () => {
    const request = { TransactItems: [get('a')], ReturnConsumedCapacity: 'X' };
    expect(await refused('TransactGetItems', request)).toBe(
      `${ONE_ERROR}Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  });

  it('for a projection that does not parse', async () => {
    const Get = { TableName, Key: keyOf('a'), ProjectionExpression: '!!!' };
    expect(await refused('TransactGetItems', { TransactItems: [{ Get }] })).toBe(
      `${VALIDATION}Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"`,
    );
  });

  it('for more than 4 MB of items (section 10 [local])', async () => {
    const large = await freshTable();
    const keys = Array.from({ length: 11 }, (_, i) => keyOf(`big${String(i)}`));
    await fill(
      large,
      keys.map((key) => ({ ...key, b: { S: '-'.repeat(400_000) } })),
    );
    const TransactItems = keys.map((Key) => ({ Get: { TableName: large, Key } }));
    expect(await refused('TransactGetItems', { TransactItems })).toBe(
      `${VALIDATION}Payload in response is too large.4400122`,
    );
  });
});

describe('TransactGetItems is cancelled (validation.md section 5)', () => {
  const MISMATCH = {
    Code: 'ValidationError',
    Message: 'The provided key element does not match the schema',
  };

  it.each<[string, Attributes]>([
    ['a key of another type', { pk: { N: '1' } }],
    ['a list for a key', { pk: { L: [] } }],
    ['an empty key [suite]', {}],
    ['a key with one attribute more', { pk: { S: 'b' }, x: { S: '' } }],
  ])('by %s', async (_title, Key) => {
    const TransactItems = [get('a'), { Get: { TableName, Key } }];
    expect(await reasonsOf('TransactGetItems', { TransactItems })).toEqual([
      { Code: 'None' },
      MISMATCH,
    ]);
  });

  it('by the first bad key alone', async () => {
    const TransactItems = [{ pk: { N: '1' } }, {}, { pk: { S: 'a' } }].map((Key) => ({
      Get: { TableName, Key },
    }));
    expect(await reasonsOf('TransactGetItems', { TransactItems })).toEqual([
      MISMATCH,
      { Code: 'None' },
      { Code: 'None' },
    ]);
  });
});
