import { BatchExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, freshTable } from '../region.ts';
import { execute, invalid, itemsOf, put } from '../statements.ts';

let table: string;

beforeAll(async () => {
  table = await freshTable({
    range: 'sk',
    AttributeDefinitions: [
      { AttributeName: 'g', AttributeType: 'S' },
      { AttributeName: 'h', AttributeType: 'N' },
      { AttributeName: 'r', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'all',
        KeySchema: [
          { AttributeName: 'g', KeyType: 'HASH' },
          { AttributeName: 'h', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: 'some',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['p'] },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'local',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'r', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  for (let i = 1; i <= 3; i++) {
    await put(table, {
      pk: { S: 'a' },
      sk: { S: String(i) },
      g: { S: 'g1' },
      h: { N: String(10 - i) },
      r: { S: `r${i}` },
      p: { S: `p${i}` },
      q: { S: `q${i}` },
    });
  }
  await put(table, { pk: { S: 'b' }, sk: { S: '1' }, g: { S: 'g2' }, p: { S: 'pb' } });
});

/** The sort keys of the rows in their order. */
async function keys(index: string, rest: string): Promise<string> {
  const items = await itemsOf(`SELECT sk FROM "${table}"."${index}" ${rest}`);
  return (items ?? []).map(({ sk }) => sk?.S).join(' ');
}

describe('reads of an index (semantics.md section 7 [suite])', () => {
  it('by equality on its partition key, in the order of its sort key', async () => {
    expect(await keys('all', "WHERE g = 'g1'")).toBe('3 2 1');
  });

  it('by its sort key', async () => {
    expect(await keys('all', "WHERE g = 'g1' AND h > 7")).toBe('2 1');
  });

  it('downwards', async () => {
    expect(await keys('all', "WHERE g = 'g1' ORDER BY h DESC")).toBe('1 2 3');
  });

  it('all of it, without equality on its partition key', async () => {
    expect(await keys('all', "WHERE pk = 'a' AND sk = '2'")).toBe('2');
  });

  it('only items with all key attributes of it are in it', async () => {
    expect(await itemsOf(`SELECT * FROM "${table}"."all"`)).toHaveLength(3);
    expect(await itemsOf(`SELECT * FROM "${table}"."some"`)).toHaveLength(4);
  });

  it('* is what it holds, without reaching back', async () => {
    expect(await itemsOf(`SELECT * FROM "${table}"."some" WHERE g = 'g2'`)).toEqual([
      { pk: { S: 'b' }, sk: { S: '1' }, g: { S: 'g2' }, p: { S: 'pb' } },
    ]);
    expect(await itemsOf(`SELECT * FROM "${table}"."local" WHERE pk = 'a' AND r = 'r2'`)).toEqual([
      { pk: { S: 'a' }, sk: { S: '2' }, r: { S: 'r2' } },
    ]);
  });

  it('a local one reaches back for columns it does not hold', async () => {
    expect(await itemsOf(`SELECT q FROM "${table}"."local" WHERE pk = 'a' AND r = 'r2'`)).toEqual([
      { q: { S: 'q2' } },
    ]);
  });

  it('a local one is read consistently where that is asked for', async () => {
    const statement = `SELECT sk FROM "${table}"."local" WHERE pk = 'a'`;
    expect(await itemsOf(statement, { ConsistentRead: true })).toHaveLength(3);
  });

  it('pages go on within it', async () => {
    const statement = `SELECT sk FROM "${table}"."all" WHERE g = 'g1'`;
    const first = await execute(statement, { Limit: 2 });
    expect(first.Items).toEqual([{ sk: { S: '3' } }, { sk: { S: '2' } }]);
    expect(first.LastEvaluatedKey).toEqual({
      pk: { S: 'a' },
      sk: { S: '2' },
      g: { S: 'g1' },
      h: { N: '8' },
    });
    const NextToken = first.NextToken ?? '';
    expect((await execute(statement, { NextToken })).Items).toEqual([{ sk: { S: '1' } }]);
  });

  it('unkeyed reads see a missing attribute where the index lacks it', async () => {
    expect(await keys('some', "WHERE q = 'q1'")).toBe('');
    expect(await keys('some', "WHERE NOT q = 'q1'")).toHaveLength('1 2 3 1'.length);
  });
});

describe('capacity of an index read (capacity.md section 3 [suite])', () => {
  const capacity = async (index: string, rest: string): Promise<unknown> =>
    (
      await execute(
        `SELECT ${rest.startsWith('q') ? 'q' : '*'} FROM "${table}"."${index}" ${rest.replace(/^q /, '')}`,
        {
          ReturnConsumedCapacity: 'INDEXES',
        },
      )
    ).ConsumedCapacity;

  it('is on the arm of a global index', async () => {
    expect(await capacity('all', "WHERE g = 'g1'")).toEqual({
      TableName: table,
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { all: { CapacityUnits: 0.5 } },
    });
  });

  it('is on the arm of a local index', async () => {
    expect(await capacity('local', "WHERE pk = 'a'")).toEqual({
      TableName: table,
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      LocalSecondaryIndexes: { local: { CapacityUnits: 0.5 } },
    });
  });

  it('reaching back is on the arm of the table, each item rounded up', async () => {
    expect(await capacity('local', "q WHERE pk = 'a'")).toEqual({
      TableName: table,
      CapacityUnits: 2,
      Table: { CapacityUnits: 1.5 },
      LocalSecondaryIndexes: { local: { CapacityUnits: 0.5 } },
    });
  });
});

describe('reads of an index that are refused', () => {
  const NOT_FILTERED =
    'One or more parameter values were invalid: Secondary index some does not project one or more filter attributes: ';
  it.each([
    ['nothing', '', 'The table does not have the specified index'],
    ['some', "WHERE g = 'g1' AND q = 'q1'", `${NOT_FILTERED}[q]`],
    ['some', "WHERE g = 'g1' AND NOT (q = 'q1' OR p = 'x')", `${NOT_FILTERED}[q]`],
    ['some', "WHERE g IN ['g1', 'g2'] AND q = 'q1'", `${NOT_FILTERED}[q]`],
    [
      'local',
      "WHERE pk = 'a' AND q = 'q1'",
      'One or more parameter values were invalid: Secondary index local does not project one or more filter attributes: [q]',
    ],
  ])('%s %s', async (index, rest, message) => {
    expect(await invalid(`SELECT sk FROM "${table}"."${index}" ${rest}`)).toBe(message);
  });

  it('columns that a global index does not hold, in their order', async () => {
    const message =
      'One or more parameter values were invalid: Global secondary index some does not project [q, r]';
    expect(await invalid(`SELECT q, r FROM "${table}"."some" WHERE g = 'g1'`)).toBe(message);
    expect(await invalid(`SELECT q, r FROM "${table}"."some"`)).toBe(message);
  });

  it('a branch that filters by nothing of the kind makes it good', async () => {
    expect(await keys('some', "WHERE (g = 'g1' AND q = 'q1') OR g = 'g2'")).toBe('1');
  });

  it('a consistent read of a global index (validation.md section 8)', async () => {
    expect(await invalid(`SELECT * FROM "${table}"."all"`, { ConsistentRead: true })).toBe(
      'Strongly consistent read is not supported on Global Secondary Indexes',
    );
  });

  it('branches that overlap', async () => {
    expect(
      await invalid(
        `SELECT * FROM "${table}"."some" WHERE (g = 'g1' AND p = '1') OR (g = 'g1' AND p = '2')`,
      ),
    ).toBe('Overlapping conditions with range keys are not supported in where clause');
  });

  it('key values of another type', async () => {
    expect(await invalid(`SELECT * FROM "${table}"."all" WHERE g = 'g1' AND h = 'x'`)).toBe(
      "Key attribute's data type should match its data type in table's schema: Key h",
    );
  });

  it('keys of several attributes (validation.md section 11 [suite])', async () => {
    const multi = await freshTable({
      AttributeDefinitions: [
        { AttributeName: 'g', AttributeType: 'S' },
        { AttributeName: 'h', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'multi',
          KeySchema: [
            { AttributeName: 'g', KeyType: 'HASH' },
            { AttributeName: 'h', KeyType: 'HASH' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    const MULTI =
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.';
    // Before columns, key types and WHERE (section 16).
    for (const text of [
      `SELECT * FROM "${multi}"."multi" WHERE g = 'a' AND h = 'b'`,
      `SELECT COUNT(*) FROM "${multi}"."multi"`,
      `SELECT * FROM "${multi}"."multi" WHERE g = 1`,
      `SELECT * FROM "${multi}"."multi" WHERE g`,
      `SELECT * FROM "${multi}"."multi" WHERE pk.x = 1`,
    ]) {
      expect(await invalid(text)).toBe(MULTI);
      const batch = await client.send(
        new BatchExecuteStatementCommand({ Statements: [{ Statement: text }] }),
      );
      expect(batch.Responses?.[0]?.Error?.Message).toBe(MULTI);
    }
    expect(await invalid(`SELECT COUNT(*) FROM "${table}"."all"`)).toBe(
      'Unexpected path component at 1:8:5',
    );
    expect(await itemsOf(`SELECT * FROM "${multi}"`)).toEqual([]);
  });
});

describe('writes to a table with indexes (capacity.md section 2)', () => {
  it('are charged on every arm that changes', async () => {
    const { ConsumedCapacity } = await execute(
      `INSERT INTO "${table}" VALUE {'pk': 'w', 'sk': '1', 'g': 'gw', 'h': 1, 'r': 'rw'}`,
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    expect(ConsumedCapacity).toEqual({
      TableName: table,
      CapacityUnits: 4,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { all: { CapacityUnits: 1 }, some: { CapacityUnits: 1 } },
      LocalSecondaryIndexes: { local: { CapacityUnits: 1 } },
    });
  });

  it('show in the index at the next read', async () => {
    await execute(`UPDATE "${table}" SET h = 99 WHERE pk = 'w' AND sk = '1'`);
    expect(await itemsOf(`SELECT h FROM "${table}"."all" WHERE g = 'gw' AND h = 99`)).toEqual([
      { h: { N: '99' } },
    ]);
  });

  it('refuse an index key of another type', async () => {
    expect(await invalid(`INSERT INTO "${table}" VALUE {'pk': 'w', 'sk': '2', 'g': 1}`)).toBe(
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: all',
    );
  });
});
