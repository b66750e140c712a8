import { ExecuteTransactionCommand } from '@aws-sdk/client-dynamodb';
import type { ExecuteTransactionCommandOutput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, freshTable, raw, refusal } from '../region.ts';
import { NOT_WELL_FORMED, put } from '../statements.ts';

let table: string;
const a = { pk: { S: 'a' }, sk: { S: '1' }, m: { M: { x: { N: '1' } } } };

beforeAll(async () => {
  table = await freshTable({ range: 'sk' });
  await put(table, a, { pk: { S: 'a' }, sk: { S: '2' } });
});

function send(...statements: readonly string[]): Promise<ExecuteTransactionCommandOutput> {
  const TransactStatements = statements.map((statement) => ({
    Statement: statement.replaceAll('*t*', `"${table}"`),
  }));
  return client.send(
    new ExecuteTransactionCommand({ TransactStatements, ReturnConsumedCapacity: 'TOTAL' }),
  );
}

/** The message of a ValidationException, without the place of the first statement. */
async function invalid(...statements: readonly string[]): Promise<string> {
  const { name, message } = await refusal(send(...statements));
  expect(name).toBe('ValidationException');
  return message;
}

const FIRST = 'Validation failed in TransactStatements[0]: ';

describe('transactions of reads (semantics.md section 7 [suite])', () => {
  it('answer each statement in its order', async () => {
    const { Responses } = await send(
      "SELECT * FROM *t* WHERE pk = 'a' AND sk = '2'",
      "SELECT m.x FROM *t* WHERE pk = 'a' AND sk = '1'",
    );
    expect(Responses).toEqual([
      { Item: { pk: { S: 'a' }, sk: { S: '2' } } },
      { Item: { x: { N: '1' } } },
    ]);
  });

  it('a missing item has an empty slot', async () => {
    expect((await send("SELECT * FROM *t* WHERE pk = 'none' AND sk = '2'")).Responses).toEqual([
      {},
    ]);
  });

  it('the order of key attributes and one-value INs make no difference', async () => {
    expect(
      (await send("SELECT sk FROM *t* WHERE (sk = '1') AND pk IN ['a'] AND pk = 'a'")).Responses,
    ).toEqual([{ Item: { sk: { S: '1' } } }]);
  });

  it('cost as TransactGetItems (capacity.md section 3)', async () => {
    const { ConsumedCapacity } = await send(
      "SELECT * FROM *t* WHERE pk = 'a' AND sk = '1'",
      "SELECT * FROM *t* WHERE pk = 'none' AND sk = '1'",
    );
    expect(ConsumedCapacity).toEqual([
      { TableName: table, CapacityUnits: 4, ReadCapacityUnits: 4 },
    ]);
  });

  it('a key of another type cancels', async () => {
    expect(await refusal(send("SELECT * FROM *t* WHERE pk = 'a' AND sk = 1"))).toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
      error: {
        CancellationReasons: [
          {
            Code: 'ValidationError',
            Message: 'The provided key element does not match the schema',
          },
        ],
      },
    });
  });
});

describe('statements that a transaction refuses (validation.md section 11)', () => {
  const NOT_BY_KEY =
    'Select statements within ExecuteTransaction must specify the primary key in the where clause.';
  const NOT_ONE = 'EXISTS() must contain a single item read with additional condition';
  it.each([
    ['SELECT * FROM *t*', NOT_BY_KEY],
    ["SELECT * FROM *t* WHERE pk = 'a'", NOT_BY_KEY],
    ["SELECT * FROM *t* WHERE pk = 'a' AND sk = '1' AND attribute_exists(m)", NOT_BY_KEY],
    ["SELECT * FROM *t* WHERE pk = 'a' AND sk = '1' AND pk = 'b'", NOT_BY_KEY],
    ["SELECT * FROM *t* WHERE pk = 'a' AND sk > '1'", NOT_BY_KEY],
    [
      "SELECT * FROM *t* WHERE pk IN ['a', 'a'] AND sk = '1'",
      'Overlapping conditions with range keys are not supported in where clause',
    ],
    [
      'SELECT * FROM *t*."i" WHERE pk = \'a\'',
      'Reads on indices are not supported within transactions.',
    ],
    [
      "UPDATE *t* SET n = 1 WHERE pk = 'a' AND sk = '1' RETURNING ALL NEW *",
      'RETURNING clause is not supported in ExecuteTransaction.',
    ],
    [
      "DELETE FROM *t* WHERE pk = 'a' AND sk = '1' RETURNING ALL OLD *",
      'RETURNING clause is not supported in ExecuteTransaction.',
    ],
    ["EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND sk = '1')", NOT_ONE],
    ["EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND m IS MISSING)", NOT_ONE],
    ['EXISTS(SELECT * FROM *t*)', NOT_ONE],
    ['SELECT * FROM *t* WHERE', `${NOT_WELL_FORMED}Unexpected term`],
    ['SELECT * FROM *t* x', 'Aliasing is not supported'],
    ['UPDATE *t*."i" SET n = 1 WHERE pk = \'a\'', 'This operation is not supported on an index'],
    [
      "UPDATE *t* SET n = 'a' + 1 WHERE pk = 'a' AND sk = '1'",
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      "INSERT INTO *t* VALUE {'pk': 'a', 'sk': '9', 'x': [<<'a', 'a'>>]}",
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    ],
  ])('%s', async (statement, message) => {
    expect(await invalid(statement)).toBe(FIRST + message);
  });

  it('are told by their place', async () => {
    expect(
      await invalid("SELECT * FROM *t* WHERE pk = 'a' AND sk = '1'", 'SELECT * FROM *t*'),
    ).toBe(`Validation failed in TransactStatements[1]: ${NOT_BY_KEY}`);
  });
});

describe('transactions that are refused whole (api-surface.md, ExecuteTransaction)', () => {
  const read = "SELECT * FROM *t* WHERE pk = 'a' AND sk = '1'";

  it('reads mixed with writes [emul]', async () => {
    expect(await invalid(read, "DELETE FROM *t* WHERE pk = 'a' AND sk = '2'")).toBe(
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    );
  });

  it('reads mixed with EXISTS', async () => {
    expect(
      await invalid(read, "EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND sk = '2' AND n = 1)"),
    ).toBe(
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    );
  });

  it.each([
    [read, "SELECT m FROM *t* WHERE sk = '1' AND pk = 'a'"],
    [
      "UPDATE *t* SET n = 1 WHERE pk = 'a' AND sk = '1'",
      "DELETE FROM *t* WHERE pk = 'a' AND sk = '1'",
    ],
    [
      "EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND sk = '1' AND n = 1)",
      "DELETE FROM *t* WHERE pk = 'a' AND sk = '1'",
    ],
  ])('the same item twice: %s; %s', async (one, two) => {
    expect(await invalid(one, two)).toBe(
      'Transaction request cannot include multiple operations on one item',
    );
  });

  it('a missing table (semantics.md section 7)', async () => {
    for (const statement of [
      "SELECT * FROM nowhere WHERE pk = 'a'",
      "DELETE FROM nowhere WHERE pk = 'a'",
    ]) {
      expect(await refusal(send(statement))).toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'Requested resource not found',
      });
    }
  });

  it('nothing at all [suite]', async () => {
    expect(await invalid()).toBe(
      "1 validation error detected: Value '[]' at 'transactStatements' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('more than 100', async () => {
    const many = Array.from({ length: 101 }, (_, i) => `SELECT * FROM t WHERE pk = '${i}'`);
    expect(await invalid(...many)).toMatch(
      /at 'transactStatements' failed to satisfy constraint: Member must have length less than or equal to 100$/,
    );
  });

  it('an item of more than 400 KB is not told by its place (semantics.md section 1)', async () => {
    const { body } = await raw('ExecuteTransaction', {
      TransactStatements: [
        { Statement: "INSERT INTO t VALUE {'pk': ?}", Parameters: [{ S: 'x'.repeat(409_600) }] },
      ],
    });
    expect(body['message']).toBe('Item size has exceeded the maximum allowed size');
  });

  it('a parameter that is no number is not told by its place [suite]', async () => {
    const { body } = await raw('ExecuteTransaction', {
      TransactStatements: [
        { Statement: 'SELECT' },
        { Statement: 'SELECT * FROM t WHERE pk = ?', Parameters: [{ N: '1e99999999999' }] },
      ],
    });
    expect(body['message']).toBe(
      'The parameter cannot be converted to a numeric value: 1e99999999999',
    );
  });
});
