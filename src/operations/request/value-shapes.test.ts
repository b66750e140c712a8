import { beforeEach, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { RouterClient } from '../../testing/router-client.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
});

const TableName = 'items';
const Key = { pk: { S: 'a' } };
const wrong = { S: 5 };

it.each([
  ['PutItem', { TableName: '', Item: { pk: wrong } }],
  ['PutItem', { TableName, Item: { pk: { N: 'x' } }, Expected: { a: { Value: wrong } } }],
  ['UpdateItem', { TableName, Key, ReturnValues: 'x', ExpressionAttributeValues: { ':v': wrong } }],
  ['DeleteItem', { Key: { pk: { L: [{}, { M: { a: wrong } }] } } }],
  ['GetItem', { Key: { pk: wrong } }],
  ['Query', { TableName, QueryFilter: { a: { AttributeValueList: [{ N: '' }, wrong] } } }],
  ['Scan', { TableName, Limit: 0, ExclusiveStartKey: { pk: wrong } }],
  ['BatchGetItem', { RequestItems: { 'not a name': { Keys: [Key, { pk: wrong }] } } }],
  ['BatchWriteItem', { RequestItems: { items: [null, { PutRequest: { Item: { pk: wrong } } }] } }],
  ['TransactGetItems', { TransactItems: [{}, { Get: { Key: { pk: wrong } } }] }],
  ['TransactWriteItems', { TransactItems: [{}, { Put: { TableName, Item: { pk: wrong } } }] }],
])('a wrong JSON type in a value of %s goes before all else that is wrong', (operation, body) => {
  expect(client.failure(operation, body)).toBe(
    'SerializationException: NUMBER_VALUE cannot be converted to String',
  );
});

it('values are echoed as Java prints them', () => {
  const item = { pk: { S: 'bw-0' }, l: { L: [{ BOOL: true }] }, ss: { SS: ['a', 'b'] } };
  const Deleted = { Key: { pk: { S: 'x' } } };
  const asked = { t: [{ PutRequest: { Item: item } }, { DeleteRequest: Deleted }] };
  const value = (members: Record<string, string>): string => {
    const names =
      's n b iNT dECIMAL dOUBLE sS nS bS iNTSET dECIMALSET dOUBLESET m l nULL bOOL'.split(' ');
    return `AttributeValue(${names.map((name) => `${name}=${members[name] ?? 'null'}`).join(', ')})`;
  };
  const list = `[${value({ bOOL: 'true' })}]`;
  const put = `{pk=${value({ s: 'bw-0' })}, l=${value({ l: list })}, ss=${value({ sS: '[a, b]' })}}`;
  const failure = client.failure('BatchWriteItem', { RequestItems: asked });
  expect(failure).toContain(
    `Value '{t=[WriteRequest(putRequest=PutRequest(item=${put}, workloadProfileName=null), deleteRequest=null), ` +
      `WriteRequest(putRequest=null, deleteRequest=DeleteRequest(key={pk=${value({ s: 'x' })}}))]}' at 'requestItems'`,
  );
});
