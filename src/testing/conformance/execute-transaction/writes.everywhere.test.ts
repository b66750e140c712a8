import { ExecuteTransactionCommand } from '@aws-sdk/client-dynamodb';
import type {
  ExecuteTransactionCommandInput,
  ExecuteTransactionCommandOutput,
  ParameterizedStatement,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../ask.ts';
import { client, freshTable, refusal } from '../region.ts';
import { put } from '../statements.ts';

let table: string;
const a = { pk: { S: 'a' }, n: { N: '1' } };
const b = { pk: { S: 'b' }, n: { N: '2' } };

beforeEach(async () => {
  table = await freshTable();
  await put(table, a, b);
});

function send(
  given: readonly (string | ParameterizedStatement)[],
  options: Partial<ExecuteTransactionCommandInput> = {},
): Promise<ExecuteTransactionCommandOutput> {
  const TransactStatements = given.map((each) => {
    const request = typeof each === 'string' ? { Statement: each } : each;
    return { ...request, Statement: request.Statement?.replaceAll('*t*', `"${table}"`) };
  });
  return client.send(new ExecuteTransactionCommand({ TransactStatements, ...options }));
}

const item = (pk: string): Promise<unknown> => stored(table, { pk: { S: pk } });

/** Message and reasons of a cancelled transaction. */
async function cancelled(...given: readonly (string | ParameterizedStatement)[]): Promise<unknown> {
  const { name, message, error } = await refusal(send(given));
  expect(name).toBe('TransactionCanceledException');
  const { CancellationReasons } = error as { CancellationReasons?: unknown };
  return { message, reasons: CancellationReasons };
}

const messageOf = (codes: string): string =>
  `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;

describe('transactions of writes (semantics.md section 7 [suite])', () => {
  it('apply all and answer empty Responses', async () => {
    const { Responses } = await send([
      "UPDATE *t* SET n = n + 1 WHERE pk = 'a'",
      "DELETE FROM *t* WHERE pk = 'b'",
      "INSERT INTO *t* VALUE {'pk': 'c'}",
    ]);
    expect(Responses).toEqual([]);
    expect(await item('a')).toEqual({ ...a, n: { N: '2' } });
    expect(await item('b')).toBeUndefined();
    expect(await item('c')).toEqual({ pk: { S: 'c' } });
  });

  it('take parameters', async () => {
    await send([
      { Statement: 'UPDATE *t* SET n = ? WHERE pk = ?', Parameters: [{ N: '9' }, { S: 'a' }] },
    ]);
    expect(await item('a')).toEqual({ ...a, n: { N: '9' } });
  });

  it('an INSERT of what is there applies nothing', async () => {
    expect(
      await cancelled("UPDATE *t* SET n = 9 WHERE pk = 'a'", "INSERT INTO *t* VALUE {'pk': 'b'}"),
    ).toEqual({
      message: messageOf('None, DuplicateItem'),
      reasons: [
        { Code: 'None' },
        { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
      ],
    });
    expect(await item('a')).toEqual(a);
  });

  it('a false condition applies nothing', async () => {
    expect(
      await cancelled(
        "UPDATE *t* SET n = 9 WHERE pk = 'a' AND n = 7",
        "INSERT INTO *t* VALUE {'pk': 'c'}",
      ),
    ).toEqual({
      message: messageOf('ConditionalCheckFailed, None'),
      reasons: [
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        { Code: 'None' },
      ],
    });
    expect(await item('c')).toBeUndefined();
  });

  it('shows the item of a false condition where that is asked for', async () => {
    expect(
      await cancelled({
        Statement: "UPDATE *t* SET n = 9 WHERE pk = 'a' AND n = 7",
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ).toEqual({
      message: messageOf('ConditionalCheckFailed'),
      reasons: [
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: a },
      ],
    });
  });

  it('an UPDATE of a missing item is a false condition', async () => {
    expect(await cancelled("UPDATE *t* SET n = 9 WHERE pk = 'none'")).toMatchObject({
      message: messageOf('ConditionalCheckFailed'),
    });
  });

  it('a DELETE of a missing item is none', async () => {
    expect((await send(["DELETE FROM *t* WHERE pk = 'none' AND n = 1"])).Responses).toEqual([]);
  });

  it('a key that is not whole, or of another type, cancels (validation.md section 5)', async () => {
    const reason = {
      Code: 'ValidationError',
      Message: 'The provided key element does not match the schema',
    };
    for (const statement of [
      'UPDATE *t* SET n = 9 WHERE n = 1',
      "UPDATE *t* SET n = 9 WHERE pk IN ['a']",
      "UPDATE *t* SET n = 9 WHERE pk = 'a' AND pk = 'b'",
      'DELETE FROM *t* WHERE pk = 1',
    ]) {
      // What stands behind it is not looked at: section 16.
      expect(
        await cancelled(
          statement,
          'UPDATE *t* SET n = 9 WHERE pk = 7',
          "INSERT INTO *t* VALUE {'pk': 'b'}",
        ),
      ).toEqual({
        message: messageOf('ValidationError, None, None'),
        reasons: [reason, { Code: 'None' }, { Code: 'None' }],
      });
    }
  });

  it('so does an INSERT without its key', async () => {
    expect(await cancelled("INSERT INTO *t* VALUE {'n': 1}")).toEqual({
      message: messageOf('ValidationError'),
      reasons: [
        {
          Code: 'ValidationError',
          Message: 'One or more parameter values were invalid: Missing the key pk in the item',
        },
      ],
    });
  });

  it('and an update that cannot be applied', async () => {
    expect(await cancelled("UPDATE *t* SET x.y = 1 WHERE pk = 'a'")).toEqual({
      message: messageOf('ValidationError'),
      reasons: [
        {
          Code: 'ValidationError',
          Message: 'The document path provided in the update expression is invalid for update',
        },
      ],
    });
  });
});

describe('EXISTS (semantics.md section 7)', () => {
  it('lets the transaction through where it is met', async () => {
    await send([
      "EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND n = 1)",
      "UPDATE *t* SET n = 9 WHERE pk = 'b'",
    ]);
    expect(await item('b')).toEqual({ ...b, n: { N: '9' } });
  });

  it('cancels it where it is not', async () => {
    expect(
      await cancelled(
        "EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND n = 7)",
        "UPDATE *t* SET n = 9 WHERE pk = 'b'",
      ),
    ).toMatchObject({ message: messageOf('ConditionalCheckFailed, None') });
    expect(await item('b')).toEqual(b);
  });

  it('may ask for what is missing', async () => {
    await send([
      "exists (SELECT * FROM *t* WHERE (pk = 'a') AND nope IS MISSING)",
      "DELETE FROM *t* WHERE pk = 'b'",
    ]);
    expect(await item('b')).toBeUndefined();
  });

  it('is not met by a missing item', async () => {
    expect(
      await cancelled("EXISTS(SELECT * FROM *t* WHERE pk = 'none' AND nope IS MISSING)"),
    ).toMatchObject({ message: messageOf('ConditionalCheckFailed') });
  });
});

describe('the token of a transaction (semantics.md section 6)', () => {
  it('makes it run once', async () => {
    const statements = ["UPDATE *t* SET n = n + 1 WHERE pk = 'a'"];
    const ClientRequestToken = `once-${table}`;
    const first = await send(statements, { ClientRequestToken, ReturnConsumedCapacity: 'TOTAL' });
    const second = await send(statements, { ClientRequestToken, ReturnConsumedCapacity: 'TOTAL' });
    expect(await item('a')).toEqual({ ...a, n: { N: '2' } });
    expect(first.ConsumedCapacity).toEqual([
      { TableName: table, CapacityUnits: 2, WriteCapacityUnits: 2 },
    ]);
    expect(second.ConsumedCapacity).toEqual([
      { TableName: table, CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
    expect(second.Responses).toEqual([]);
  });

  it('belongs to one transaction', async () => {
    const ClientRequestToken = `mismatch-${table}`;
    await send(["UPDATE *t* SET n = 5 WHERE pk = 'a'"], { ClientRequestToken });
    const request = send(["UPDATE *t* SET n = 6 WHERE pk = 'a'"], { ClientRequestToken });
    expect(await refusal(request)).toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('parameters are part of the transaction', async () => {
    const ClientRequestToken = `parameters-${table}`;
    const Statement = "UPDATE *t* SET n = ? WHERE pk = 'a'";
    await send([{ Statement, Parameters: [{ N: '5' }] }], { ClientRequestToken });
    const request = send([{ Statement, Parameters: [{ N: '6' }] }], { ClientRequestToken });
    expect((await refusal(request)).name).toBe('IdempotentParameterMismatchException');
  });

  it('has 36 characters at most', async () => {
    const request = send(["DELETE FROM *t* WHERE pk = 'a'"], {
      ClientRequestToken: 'x'.repeat(37),
    });
    expect((await refusal(request)).message).toBe(
      "1 validation error detected: Value at 'ClientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36",
    );
  });
});

describe('capacity of a transaction of writes (capacity.md section 3 [emul])', () => {
  it('is that of TransactWriteItems', async () => {
    const { ConsumedCapacity } = await send(
      [
        "INSERT INTO *t* VALUE {'pk': 'c'}",
        "EXISTS(SELECT * FROM *t* WHERE pk = 'a' AND n = 1)",
        "DELETE FROM *t* WHERE pk = 'b'",
      ],
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    expect(ConsumedCapacity).toEqual([
      {
        TableName: table,
        CapacityUnits: 6,
        WriteCapacityUnits: 6,
        Table: { CapacityUnits: 6, WriteCapacityUnits: 6 },
      },
    ]);
  });
});
