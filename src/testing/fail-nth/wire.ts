import type { TextAnswer } from '../../engine/engine-interface.ts';
import { DONE, listingOf } from './oracle.ts';
import type { Action, ItemKey, Request } from './script.ts';

/** A request as the engine takes it. */
export interface WireRequest {
  readonly operation: string;
  readonly body: string;
}

interface Input {
  readonly operation: string;
  readonly input: object;
}

/** A script is run some thousand times: its requests are put into words once. */
const WORDED = new WeakMap<Request, WireRequest>();

export function wireOf(request: Request): WireRequest {
  const worded = WORDED.get(request) ?? wordingOf(inputOf(request));
  WORDED.set(request, worded);
  return worded;
}

function wordingOf({ operation, input }: Input): WireRequest {
  return { operation, body: JSON.stringify(input) };
}

const ADD = {
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
};

export function createTable(name: string): WireRequest {
  const attributes = ['pk', 'sk'];
  return wordingOf({
    operation: 'CreateTable',
    input: {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: attributes.map((each, i) => ({
        AttributeName: each,
        KeyType: i === 0 ? 'HASH' : 'RANGE',
      })),
      AttributeDefinitions: attributes.map((each) => ({ AttributeName: each, AttributeType: 'S' })),
    },
  });
}

function inputOf(request: Request): Input {
  switch (request.kind) {
    case 'write': {
      const [member, input] = memberOf(request.action);
      return { operation: `${member === 'Check' ? 'Get' : member}Item`, input };
    }
    case 'transaction': {
      const TransactItems = request.actions.map((action) => {
        const [member, input] = memberOf(action);
        return { [member === 'Check' ? 'ConditionCheck' : member]: input };
      });
      const input = { TransactItems, ClientRequestToken: request.token };
      return { operation: 'TransactWriteItems', input };
    }
    case 'batch': {
      const RequestItems: Record<string, object[]> = {};
      for (const action of request.actions) {
        const one =
          action.effect === 'put'
            ? { PutRequest: { Item: itemOf(action) } }
            : { DeleteRequest: { Key: keyOf(action.key) } };
        (RequestItems[action.key.table] ??= []).push(one);
      }
      return { operation: 'BatchWriteItem', input: { RequestItems } };
    }
    case 'get': {
      const { key } = request;
      return { operation: 'GetItem', input: { TableName: key.table, Key: keyOf(key) } };
    }
    case 'query': {
      const input = {
        TableName: request.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: request.pk } },
      };
      return { operation: 'Query', input };
    }
    case 'scan':
      return { operation: 'Scan', input: { TableName: request.table } };
  }
}

function memberOf(
  action: Action,
): readonly ['Put' | 'Update' | 'Delete' | 'Check', Record<string, unknown>] {
  const { key, effect, mustExist } = action;
  const condition =
    mustExist === undefined
      ? {}
      : { ConditionExpression: mustExist ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)' };
  const common = { TableName: key.table, ...condition };
  if (effect === 'put') return ['Put', { ...common, Item: itemOf(action) }];
  if (effect === 'add') return ['Update', { ...common, Key: keyOf(key), ...ADD }];
  return [effect === 'delete' ? 'Delete' : 'Check', { ...common, Key: keyOf(key) }];
}

function keyOf({ pk, sk }: ItemKey): Record<string, unknown> {
  return { pk: { S: pk }, sk: { S: sk } };
}

function itemOf({ key, value, paddingBytes }: Action): Record<string, unknown> {
  return { ...keyOf(key), v: { S: value + ' '.repeat(paddingBytes) } };
}

type Item = Record<string, { readonly S?: string; readonly N?: string }>;

interface Body {
  readonly __type?: string;
  readonly Item?: Item;
  readonly Items?: readonly Item[];
}

/** The answer as the oracle writes answers: done, the name of an error, or the items it shows. */
export function textOf(request: Request, answer: TextAnswer): string {
  const body = JSON.parse(answer.body) as Body;
  if (answer.status !== 200) return body.__type?.split('#')[1] ?? answer.body;
  const { kind } = request;
  if (kind === 'write' || kind === 'transaction' || kind === 'batch') return DONE;
  const table = kind === 'get' ? request.key.table : request.table;
  const items = body.Items ?? (body.Item === undefined ? [] : [body.Item]);
  return listingOf(
    items.map((item) => [
      `${table}/${item['pk']?.S ?? ''}/${item['sk']?.S ?? ''}`,
      `${(item['v']?.S ?? '').trimEnd()}+${item['n']?.N ?? '0'}`,
    ]),
  );
}
