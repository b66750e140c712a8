/** validation.md sections 1, 2 and 8. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
});

const scan = (members: object): Promise<string> => refused('Scan', { TableName, ...members });
const range = (member: string, rule: string): string =>
  `${ONE_ERROR}Value at '${member}' failed to satisfy constraint: Member must have value ${rule}`;

describe('parameters of Scan', () => {
  it.each<[string, object, string]>([
    ['Limit 0 (section 1, eu-west-2)', { Limit: 0 }, range('Limit', 'greater than or equal to 1')],
    [
      'Segment -1 (section 1, eu-west-2)',
      { Segment: -1, TotalSegments: 2 },
      range('Segment', 'greater than or equal to 0'),
    ],
    [
      'Segment beyond 999,999',
      { Segment: 1_000_000, TotalSegments: 2 },
      range('Segment', 'less than or equal to 999999'),
    ],
    [
      'TotalSegments 0',
      { Segment: 0, TotalSegments: 0 },
      range('TotalSegments', 'greater than or equal to 1'),
    ],
    [
      'TotalSegments beyond 1,000,000',
      { Segment: 0, TotalSegments: 1_000_001 },
      range('TotalSegments', 'less than or equal to 1000000'),
    ],
    [
      'Segment that is TotalSegments (section 1, eu-west-2)',
      { Segment: 5, TotalSegments: 5 },
      `${VALIDATION}The Segment parameter is zero-based and must be less than parameter TotalSegments`,
    ],
    [
      'Segment alone (section 8)',
      { Segment: 0 },
      `${VALIDATION}The TotalSegments parameter is required but was not present in the request when Segment parameter is present`,
    ],
    [
      'TotalSegments alone (section 8)',
      { TotalSegments: 2 },
      `${VALIDATION}The Segment parameter is required but was not present in the request when parameter TotalSegments is present`,
    ],
    [
      'SPECIFIC_ATTRIBUTES without a projection (section 1, eu-west-2)',
      { Select: 'SPECIFIC_ATTRIBUTES' },
      `${ONE_ERROR}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
    ],
    [
      'COUNT with a projection (section 8)',
      { Select: 'COUNT', ProjectionExpression: 'x' },
      `${VALIDATION}Cannot specify the ProjectionExpression when choosing to get only the Count`,
    ],
    [
      'ALL_ATTRIBUTES with AttributesToGet (section 7)',
      { Select: 'ALL_ATTRIBUTES', AttributesToGet: ['x'] },
      `${VALIDATION}Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES`,
    ],
    [
      'ALL_PROJECTED_ATTRIBUTES without an index (section 8)',
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      `${VALIDATION}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`,
    ],
    [
      'an index that is not there (section 8)',
      { IndexName: 'nope' },
      `${VALIDATION}The table does not have the specified index: nope`,
    ],
    [
      'an unknown Select',
      { Select: 'X' },
      `${ONE_ERROR}Value 'X' at 'select' failed to satisfy constraint: Member must satisfy enum value set: ` +
        '[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]',
    ],
    [
      'an empty TableName',
      { TableName: '' },
      `${ONE_ERROR}Value at 'TableName' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    ],
  ])('%s', async (_title, members, message) => {
    expect(await scan(members)).toBe(message);
  });

  it('TotalSegments may be 1,000,000', async () => {
    const request = { TableName, Segment: 999_999, TotalSegments: 1_000_000 };
    expect(await ask('Scan', request)).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
  });
});

describe('the start key of Scan (section 1, eu-west-2)', () => {
  it.each<[string, Attributes]>([
    ['without its sort key', { pk: { S: 'p' } }],
    ['with a sort key of another type', { pk: { S: 'p' }, sk: { N: '1' } }],
    ['with one attribute more', { pk: { S: 'p' }, sk: { S: '1' }, x: { S: '' } }],
    ['with an empty key', { pk: { S: '' }, sk: { S: '1' } }],
  ])('%s', async (_title, ExclusiveStartKey) => {
    expect(await scan({ ExclusiveStartKey })).toBe(
      `${VALIDATION}The provided starting key is invalid`,
    );
  });

  it('of another segment (section 8 [emul])', async () => {
    await fill(TableName, [{ pk: { S: 'a' }, sk: { S: 'a' } }]);
    const key = { pk: { S: 'a' }, sk: { S: 'a' } };
    const holding = await Promise.all(
      [0, 1].map((Segment) => ask('Scan', { TableName, Segment, TotalSegments: 2 })),
    );
    const other = holding[0]?.Count === 0 ? 0 : 1;
    const members = { ExclusiveStartKey: key, Segment: other, TotalSegments: 2 };
    expect(await scan(members)).toBe(
      `${VALIDATION}The provided starting key is invalid: Invalid ExclusiveStartKey. ` +
        `Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: ${String(other)}`,
    );
  });
});
