/** validation.md sections 1, 2 and 8. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
let hashOnly: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk:N' });
  hashOnly = await freshTable();
});

const byKey = {
  KeyConditionExpression: 'pk = :p',
  ExpressionAttributeValues: { ':p': { S: 'p' } },
};
const query = (members: object): Promise<string> =>
  refused('Query', { TableName, ...byKey, ...members });

describe('parameters of Query', () => {
  it.each([0, -1])('Limit %i [suite]', async (Limit) => {
    expect(await query({ Limit })).toBe(
      `${ONE_ERROR}Value at 'Limit' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 1',
    );
  });

  it('an unknown Select [suite]', async () => {
    expect(await query({ Select: 'INVALID_VALUE' })).toBe(
      `${ONE_ERROR}Value 'INVALID_VALUE' at 'select' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: ' +
        '[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]',
    );
  });

  it('an unknown ReturnConsumedCapacity beside an unknown Select (section 2 [suite])', async () => {
    expect(await query({ Select: 'X', ReturnConsumedCapacity: 'X' })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value 'X' at 'select' failed " +
        'to satisfy constraint: Member must satisfy enum value set: ' +
        '[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]',
    );
  });

  it('an unknown ConditionalOperator beats an unknown Select, bare (section 2 [suite])', async () => {
    const condition = { ComparisonOperator: 'NOT_NULL' };
    const QueryFilter = { x: condition, y: condition };
    expect(await query({ ConditionalOperator: 'XOR', QueryFilter, Select: 'X' })).toBe(
      `${VALIDATION}Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]`,
    );
  });

  it('an index that is not there', async () => {
    expect(await query({ IndexName: 'nope' })).toBe(
      `${VALIDATION}The table does not have the specified index: nope`,
    );
  });

  it('a short IndexName', async () => {
    expect(await query({ IndexName: 'ab' })).toBe(
      `${ONE_ERROR}Value 'ab' at 'indexName' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 3',
    );
  });

  it('an empty TableName', async () => {
    expect(await query({ TableName: '' })).toBe(
      `${ONE_ERROR}Value at 'TableName' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('an empty AttributesToGet', async () => {
    expect(await query({ AttributesToGet: [] })).toBe(
      `${ONE_ERROR}Value '[]' at 'attributesToGet' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('a Limit that is text', async () => {
    expect((await raw('Query', { TableName, ...byKey, Limit: 'x' })).body).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'STRING_VALUE cannot be converted to Integer',
    });
  });

  it('a ScanIndexForward that is no boolean', async () => {
    expect((await raw('Query', { TableName, ...byKey, ScanIndexForward: 'up' })).body).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'Unexpected token received from parser',
    });
  });
});

describe('Select and projection of Query (section 8)', () => {
  it.each([
    ['ALL_ATTRIBUTES', 'ALL_ATTRIBUTES'],
    ['COUNT', 'only the Count'],
    ['ALL_PROJECTED_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'],
  ])('%s with a ProjectionExpression', async (Select, chosen) => {
    expect(await query({ Select, ProjectionExpression: 'x' })).toBe(
      `${VALIDATION}Cannot specify the ProjectionExpression when choosing to get ${chosen}`,
    );
  });

  it('ALL_PROJECTED_ATTRIBUTES without an index', async () => {
    expect(await query({ Select: 'ALL_PROJECTED_ATTRIBUTES' })).toBe(
      `${VALIDATION}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`,
    );
  });

  it('SPECIFIC_ATTRIBUTES without a projection, enveloped', async () => {
    expect(await query({ Select: 'SPECIFIC_ATTRIBUTES' })).toBe(
      `${ONE_ERROR}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
    );
  });
});

describe('the start key of Query (section 8)', () => {
  const MISMATCH = `${VALIDATION}The provided starting key is invalid`;

  it.each<[string, Attributes]>([
    ['without its sort key', { pk: { S: 'p' } }],
    ['with a sort key of another type', { pk: { S: 'p' }, sk: { S: '1' } }],
    ['with one attribute more', { pk: { S: 'p' }, sk: { N: '1' }, x: { S: '' } }],
    ['with nothing', {}],
  ])('%s', async (_title, ExclusiveStartKey) => {
    expect(await query({ ExclusiveStartKey })).toBe(MISMATCH);
  });

  it('of another partition', async () => {
    const ExclusiveStartKey = { pk: { S: 'q' }, sk: { N: '1' } };
    expect(await query({ ExclusiveStartKey })).toBe(
      `${VALIDATION}The provided starting key is outside query boundaries based on provided conditions`,
    );
  });

  it('outside of the range of the key condition', async () => {
    const members = {
      KeyConditionExpression: 'pk = :p AND sk > :n',
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':n': { N: '5' } },
      ExclusiveStartKey: { pk: { S: 'p' }, sk: { N: '1' } },
    };
    expect(await query(members)).toBe(
      `${VALIDATION}The provided starting key does not match the range key predicate`,
    );
  });

  it('of a table without a sort key', async () => {
    const ExclusiveStartKey = { pk: { S: 'p' } };
    expect(await query({ TableName: hashOnly, ExclusiveStartKey })).toBe(
      `${VALIDATION}The query can return at most one row and cannot be restarted`,
    );
  });

  it('with an empty key (unconfirmed)', async () => {
    const strings = await freshTable({ range: 'sk' });
    const ExclusiveStartKey = { pk: { S: '' }, sk: { S: 'x' } };
    expect(await query({ TableName: strings, ExclusiveStartKey })).toBe(MISMATCH);
  });
});
