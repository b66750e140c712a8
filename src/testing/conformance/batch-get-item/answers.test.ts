/** semantics.md section 5, validation.md sections 1, 2 and 10. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
let other: string;
const itemOf = (pk: string): Attributes => ({ pk: { S: pk }, x: { S: `x of ${pk}` } });
const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });

beforeAll(async () => {
  TableName = await freshTable();
  other = await freshTable();
  await fill(TableName, ['a', 'b', 'c'].map(itemOf));
  await fill(other, [itemOf('d')]);
});

const keysOf = (count: number): Attributes[] =>
  Array.from({ length: count }, (_, i) => keyOf(String(i)));

describe('what BatchGetItem answers (semantics.md section 5)', () => {
  it('is a list for each table, and nothing left over', async () => {
    const answer = await ask('BatchGetItem', {
      RequestItems: {
        [TableName]: { Keys: [keyOf('a'), keyOf('c')] },
        [other]: { Keys: [keyOf('d')] },
      },
    });
    const sorted = answer.Responses?.[TableName]?.toSorted((one, two) =>
      (one['pk']?.S ?? '') < (two['pk']?.S ?? '') ? -1 : 1,
    );
    expect({ ...answer, Responses: { ...answer.Responses, [TableName]: sorted } }).toEqual({
      Responses: { [TableName]: [itemOf('a'), itemOf('c')], [other]: [itemOf('d')] },
      UnprocessedKeys: {},
    });
  });

  it('is an empty list for a table with none of the keys [suite]', async () => {
    const RequestItems = { [TableName]: { Keys: [keyOf('nope')] } };
    expect(await ask('BatchGetItem', { RequestItems })).toEqual({
      Responses: { [TableName]: [] },
      UnprocessedKeys: {},
    });
  });

  it('leaves out what is not there', async () => {
    const RequestItems = { [TableName]: { Keys: [keyOf('nope'), keyOf('b')] } };
    const { Responses } = await ask('BatchGetItem', { RequestItems });
    expect(Responses).toEqual({ [TableName]: [itemOf('b')] });
  });

  it('is projected for each table by itself', async () => {
    const { Responses } = await ask('BatchGetItem', {
      RequestItems: {
        [TableName]: {
          Keys: [keyOf('a')],
          ProjectionExpression: '#x',
          ExpressionAttributeNames: { '#x': 'x' },
        },
        [other]: { Keys: [keyOf('d')], ProjectionExpression: 'pk' },
      },
    });
    expect(Responses).toEqual({ [TableName]: [{ x: { S: 'x of a' } }], [other]: [keyOf('d')] });
  });

  it('is projected by AttributesToGet as well', async () => {
    const RequestItems = { [TableName]: { Keys: [keyOf('a')], AttributesToGet: ['pk'] } };
    const { Responses } = await ask('BatchGetItem', { RequestItems });
    expect(Responses).toEqual({ [TableName]: [keyOf('a')] });
  });

  it('takes 100 keys', async () => {
    const RequestItems = { [TableName]: { Keys: keysOf(100) } };
    expect(await ask('BatchGetItem', { RequestItems })).toEqual({
      Responses: { [TableName]: [] },
      UnprocessedKeys: {},
    });
  });
});

describe('an answer of BatchGetItem beyond 16 MB (section 5)', () => {
  it('leaves keys over, with the options they came with', async () => {
    const large = await freshTable();
    const b = { S: '-'.repeat(400_000) };
    const keys = keysOf(43);
    await fill(
      large,
      keys.map((key) => ({ ...key, b })),
    );
    const options = {
      ConsistentRead: true,
      ProjectionExpression: '#p',
      ExpressionAttributeNames: { '#p': 'pk' },
    };
    const first = await ask('BatchGetItem', {
      RequestItems: { [large]: { Keys: keys, ...options } },
      ReturnConsumedCapacity: 'TOTAL',
    });
    const left = first.UnprocessedKeys?.[large];
    // 41 items of 400,004 bytes and more are 16.4 MB; 16 MB are 16,777,216 bytes.
    expect(first.Responses?.[large]?.length).toBe(41);
    expect(left).toEqual({ Keys: left?.Keys, ...options });
    expect(left?.Keys?.length).toBe(2);
    const rest = await ask('BatchGetItem', {
      RequestItems: first.UnprocessedKeys,
      ReturnConsumedCapacity: 'TOTAL',
    });
    // 98 units each, consistent.
    expect(first.ConsumedCapacity).toEqual([{ TableName: large, CapacityUnits: 41 * 98 }]);
    expect(rest.ConsumedCapacity).toEqual([{ TableName: large, CapacityUnits: 2 * 98 }]);
    const seen = [first, rest].flatMap(({ Responses }) => Responses?.[large] ?? []);
    expect(new Set(seen.map(({ pk }) => pk?.S)).size).toBe(43);
  });
});

describe('BatchGetItem is refused', () => {
  const get = (RequestItems: object, members: object = {}): Promise<string> =>
    refused('BatchGetItem', { RequestItems, ...members });

  it('without tables (section 1, eu-west-2)', async () => {
    expect(await get({})).toBe(
      `${ONE_ERROR}Value at 'RequestItems' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('without RequestItems', async () => {
    expect(await refused('BatchGetItem', {})).toBe(
      `${ONE_ERROR}Value null at 'requestItems' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('with more than 100 keys of one table (section 10)', async () => {
    expect(await get({ [TableName]: { Keys: keysOf(101) } })).toBe(
      `${ONE_ERROR}Value at 'RequestItems.${TableName}.member.Keys' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 100',
    );
  });

  it('with an empty list of keys (section 10)', async () => {
    expect(await get({ [TableName]: { Keys: [] } })).toBe(
      `${ONE_ERROR}Value at 'RequestItems.${TableName}.member.Keys' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('with more than 100 keys over its tables (section 10)', async () => {
    const request = { [TableName]: { Keys: keysOf(60) }, [other]: { Keys: keysOf(41) } };
    expect(await get(request)).toBe(
      `${VALIDATION}Too many items requested for the BatchGetItem call`,
    );
  });

  it('with more than 100 tables (api-surface.md section 9 [model])', async () => {
    const names = Array.from({ length: 101 }, (_, i) => `table${String(i)}`);
    const request = Object.fromEntries(names.map((name) => [name, { Keys: keysOf(1) }]));
    expect(await get(request)).toBe(
      `${ONE_ERROR}Value at 'RequestItems' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 100',
    );
  });

  it('with the same key twice (section 5)', async () => {
    expect(await get({ [TableName]: { Keys: [keyOf('a'), keyOf('b'), keyOf('a')] } })).toBe(
      `${VALIDATION}Provided list of item keys contains duplicates`,
    );
  });

  it('with the same number twice, written differently', async () => {
    const numbers = await freshTable({ hash: 'pk:N' });
    const Keys = [{ pk: { N: '1' } }, { pk: { N: '1.0' } }];
    expect(await get({ [numbers]: { Keys } })).toBe(
      `${VALIDATION}Provided list of item keys contains duplicates`,
    );
  });

  it('as a whole for one wrong key', async () => {
    expect(await get({ [TableName]: { Keys: [keyOf('a'), { pk: { N: '1' } }] } })).toBe(
      `${VALIDATION}The provided key element does not match the schema`,
    );
  });

  it('with a malformed table name, its map echoed as JSON, beside a bad enum (sections 2 and 3)', async () => {
    const request = { 'bad!name': { Keys: [keyOf('a')] } };
    expect(await get(request, { ReturnConsumedCapacity: 'X' })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        `Value '{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}' at 'requestItems' failed to satisfy constraint: ` +
        'Map keys must satisfy constraint: [Member must have length less than or equal to 255, ' +
        'Member must have length greater than or equal to 3, ' +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]; ' +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  });

  it('for a missing table among others', async () => {
    const request = { [TableName]: { Keys: [keyOf('a')] }, nowhere: { Keys: [keyOf('a')] } };
    expect(await get(request)).toBe('ResourceNotFoundException: Requested resource not found');
  });
});
