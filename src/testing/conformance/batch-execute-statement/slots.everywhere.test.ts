import { BatchExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import type {
  BatchExecuteStatementCommandOutput,
  BatchStatementRequest,
  BatchStatementResponse,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../ask.ts';
import { client, freshTable, raw, refusal } from '../region.ts';
import { NOT_WELL_FORMED, put } from '../statements.ts';

let table: string;

beforeAll(async () => {
  table = await freshTable();
  await put(table, { pk: { S: 'a' }, n: { N: '1' } }, { pk: { S: 'b' }, m: { M: {} } });
});

type Given = string | BatchStatementRequest;

function send(...given: readonly Given[]): Promise<BatchExecuteStatementCommandOutput> {
  const Statements = given.map((each) => {
    const request = typeof each === 'string' ? { Statement: each } : each;
    return { ...request, Statement: request.Statement?.replaceAll('*t*', `"${table}"`) };
  });
  return client.send(new BatchExecuteStatementCommand({ Statements }));
}

async function slots(
  ...given: readonly Given[]
): Promise<readonly BatchStatementResponse[] | undefined> {
  return (await send(...given)).Responses;
}

async function slotError(statement: Given): Promise<unknown> {
  return (await slots(statement))?.[0];
}

describe('reads of a batch (semantics.md section 7 [suite])', () => {
  it('have a slot each, in their order', async () => {
    expect(
      await slots("SELECT * FROM *t* WHERE pk = 'b'", "SELECT * FROM *t* WHERE pk = 'a'"),
    ).toEqual([
      { TableName: table, Item: { pk: { S: 'b' }, m: { M: {} } } },
      { TableName: table, Item: { pk: { S: 'a' }, n: { N: '1' } } },
    ]);
  });

  it('without an item have the name of the table alone', async () => {
    expect(await slots("SELECT * FROM *t* WHERE pk = 'none'")).toEqual([{ TableName: table }]);
  });

  it('without any of the columns likewise', async () => {
    expect(await slots("SELECT nope FROM *t* WHERE pk = 'a'")).toEqual([{ TableName: table }]);
  });

  it('answer rows as SELECT does', async () => {
    expect(await slots("SELECT n FROM *t* WHERE pk = 'a'")).toEqual([
      { TableName: table, Item: { n: { N: '1' } } },
    ]);
  });

  it('take parameters', async () => {
    expect(
      await slots({ Statement: 'SELECT n FROM *t* WHERE pk = ?', Parameters: [{ S: 'a' }] }),
    ).toEqual([{ TableName: table, Item: { n: { N: '1' } } }]);
  });

  it('name the key by an IN of one value too', async () => {
    expect(await slots("SELECT n FROM *t* WHERE pk IN ['a']")).toEqual([
      { TableName: table, Item: { n: { N: '1' } } },
    ]);
  });

  it.each([
    'SELECT * FROM *t*',
    'SELECT * FROM *t* WHERE n = 1',
    "SELECT * FROM *t* WHERE pk = 'a' AND n = 1",
    "SELECT * FROM *t* WHERE pk = 'a' AND attribute_exists(n)",
    "SELECT * FROM *t* WHERE pk IN ['a', 'b']",
    'SELECT * FROM *t*."i" WHERE pk = \'a\'',
    "SELECT * FROM *t* WHERE pk = 'a' AND pk = 'b'",
  ])('%s is refused in its slot', async (statement) => {
    expect(await slotError(statement)).toEqual({
      Error: {
        Code: 'ValidationError',
        Message:
          'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
      },
    });
  });
});

describe('writes of a batch (semantics.md section 7 [suite])', () => {
  it('may be of all kinds', async () => {
    await put(table, { pk: { S: 'w1' } }, { pk: { S: 'w2' } });
    expect(
      await slots(
        "INSERT INTO *t* VALUE {'pk': 'w3'}",
        "UPDATE *t* SET n = 1 WHERE pk = 'w1'",
        "DELETE FROM *t* WHERE pk = 'w2'",
      ),
    ).toEqual([{ TableName: table }, { TableName: table }, { TableName: table }]);
    expect(await stored(table, { pk: { S: 'w3' } })).toEqual({ pk: { S: 'w3' } });
    expect(await stored(table, { pk: { S: 'w1' } })).toEqual({ pk: { S: 'w1' }, n: { N: '1' } });
    expect(await stored(table, { pk: { S: 'w2' } })).toBeUndefined();
  });

  it('RETURNING is the Item of the slot', async () => {
    await put(table, { pk: { S: 'r' }, n: { N: '1' } });
    expect(await slots("UPDATE *t* SET n = n + 1 WHERE pk = 'r' RETURNING MODIFIED NEW *")).toEqual(
      [{ TableName: table, Item: { n: { N: '2' } } }],
    );
  });

  it('a failing one leaves its neighbours alone', async () => {
    expect(
      await slots(
        "INSERT INTO *t* VALUE {'pk': 'a'}",
        "UPDATE *t* SET n = 1 WHERE pk = 'none'",
        "INSERT INTO *t* VALUE {'pk': 'x'}",
      ),
    ).toEqual([
      {
        Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
        TableName: table,
      },
      {
        Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        TableName: table,
      },
      { TableName: table },
    ]);
    expect(await stored(table, { pk: { S: 'x' } })).toEqual({ pk: { S: 'x' } });
  });

  it('shows no item of a failed condition: ALL_OLD is inert', async () => {
    expect(
      await slotError({
        Statement: "UPDATE *t* SET n = 1 WHERE pk = 'a' AND n = 9",
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ).toEqual({
      Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      TableName: table,
    });
  });

  it('an update that cannot be applied has run', async () => {
    expect(await slotError("UPDATE *t* SET x.y = 1 WHERE pk = 'a'")).toEqual({
      Error: {
        Code: 'ValidationError',
        Message: 'The document path provided in the update expression is invalid for update',
      },
      TableName: table,
    });
  });
});

describe('slots of statements that did not run (semantics.md section 7 [suite])', () => {
  it('a missing table', async () => {
    expect(
      await slots("SELECT * FROM nowhere WHERE pk = 'a'", "SELECT n FROM *t* WHERE pk = 'a'"),
    ).toEqual([
      { Error: { Code: 'ResourceNotFound', Message: 'Requested resource not found' } },
      { TableName: table, Item: { n: { N: '1' } } },
    ]);
  });

  it.each([
    ['SELECT * FROM *t* WHERE', `${NOT_WELL_FORMED}Unexpected term`],
    ['garbage here', `${NOT_WELL_FORMED}Unexpected token after expression`],
    [
      'UPDATE *t* SET n = 1',
      'Where clause does not contain a mandatory equality on all key attributes',
    ],
    ['INSERT INTO *t* VALUE {}', 'Key attribute should be present in the item: Key pk'],
    ['SELECT * FROM *t* x', 'Aliasing is not supported'],
    [
      "EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND n = 1)",
      'EXISTS can only be used in ExecuteTransaction write requests.',
    ],
    [
      "UPDATE *t* SET pk = 'z' WHERE pk = ''",
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
  ])('%s', async (statement, Message) => {
    expect(await slotError(statement)).toEqual({ Error: { Code: 'ValidationError', Message } });
  });

  it('a parameter that is no number', async () => {
    expect(
      await slotError({ Statement: 'SELECT * FROM *t* WHERE pk = ?', Parameters: [{ N: 'x' }] }),
    ).toEqual({
      Error: {
        Code: 'ValidationError',
        Message: 'The parameter cannot be converted to a numeric value: x',
      },
    });
  });
});

describe('batches that are refused whole (api-surface.md, BatchExecuteStatement)', () => {
  it('reads mixed with writes [emul]', async () => {
    const request = send("SELECT * FROM *t* WHERE pk = 'a'", "DELETE FROM *t* WHERE pk = 'b'");
    expect(await refusal(request)).toMatchObject({
      name: 'ValidationException',
      message: 'Read and write requests together in the same batch is not supported.',
    });
  });

  it.each([
    ["SELECT * FROM *t* WHERE pk = 'a'", "SELECT n FROM *t* WHERE pk = 'a'"],
    ["UPDATE *t* SET n = 1 WHERE pk = 'a'", "DELETE FROM *t* WHERE pk = 'a'"],
    ["INSERT INTO *t* VALUE {'pk': 'q'}", "DELETE FROM *t* WHERE pk = 'q'"],
  ])('the same item twice: %s; %s', async (one, two) => {
    expect(await refusal(send(one, two))).toMatchObject({
      name: 'ValidationException',
      message: 'Provided list of item keys contains duplicates',
    });
  });

  it('nothing at all [suite]', async () => {
    expect(await refusal(send())).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '[]' at 'statements' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  it('more than 25', async () => {
    const many = Array.from({ length: 26 }, (_, i) => `SELECT * FROM *t* WHERE pk = 'k${i}'`);
    expect((await refusal(send(...many))).message).toMatch(
      /at 'statements' failed to satisfy constraint: Member must have length less than or equal to 25$/,
    );
  });

  it('25 are answered', async () => {
    const many = Array.from({ length: 25 }, (_, i) => `SELECT * FROM *t* WHERE pk = 'k${i}'`);
    expect(await slots(...many)).toHaveLength(25);
  });

  it('an empty statement', async () => {
    expect((await refusal(send(''))).message).toBe(
      "1 validation error detected: Value '' at 'statements.1.member.statement' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('a parameter of a wrong JSON type', async () => {
    const { body } = await raw('BatchExecuteStatement', {
      Statements: [{ Statement: 'SELECT * FROM t WHERE pk = ?', Parameters: [{ S: 1 }] }],
    });
    expect(body).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'NUMBER_VALUE cannot be converted to String',
    });
  });
});
