/** How the errors of writes look on the wire: api-surface.md section 1 [emul], validation.md section 13. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../ask.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
  await fill(TableName, [{ pk: { S: 'a' }, x: { S: 'there' } }]);
});

const Key = { pk: { S: 'a' } };
const MODELLED = 'com.amazonaws.dynamodb.v20120810#';

async function answer(operation: string, request: object): Promise<object> {
  const { status, body } = await raw(operation, request);
  return { status, body };
}

describe('an error on the wire', () => {
  it('of a condition has a lower-case message and the item where asked for', async () => {
    const request = {
      TableName,
      Key,
      ConditionExpression: 'attribute_not_exists(x)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    expect(await answer('DeleteItem', request)).toEqual({
      status: 400,
      body: {
        __type: `${MODELLED}ConditionalCheckFailedException`,
        message: 'The conditional request failed',
        Item: { pk: { S: 'a' }, x: { S: 'there' } },
      },
    });
  });

  it('of a table that is not there has a lower-case message', async () => {
    expect(await answer('DeleteItem', { TableName: 'nowhere', Key })).toEqual({
      status: 400,
      body: {
        __type: `${MODELLED}ResourceNotFoundException`,
        message: 'Requested resource not found',
      },
    });
  });

  it('of a cancelled transaction has a capital Message and its reasons', async () => {
    const check = { TableName, Key, ConditionExpression: 'attribute_not_exists(x)' };
    const request = {
      TransactItems: [
        { Put: { TableName, Item: { pk: { S: 'b' } } } },
        { ConditionCheck: { ...check, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
      ],
    };
    expect(await answer('TransactWriteItems', request)).toEqual({
      status: 400,
      body: {
        __type: `${MODELLED}TransactionCanceledException`,
        Message:
          'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: { pk: { S: 'a' }, x: { S: 'there' } },
          },
        ],
      },
    });
  });

  it('of a token taken by another content is modelled', async () => {
    const request = (pk: string): object => ({
      TransactItems: [{ Put: { TableName, Item: { pk: { S: pk } } } }],
      ClientRequestToken: 'wire',
    });
    await raw('TransactWriteItems', request('c'));
    const { status, body } = await raw('TransactWriteItems', request('d'));
    expect([status, body['__type']]).toEqual([
      400,
      `${MODELLED}IdempotentParameterMismatchException`,
    ]);
  });
});
