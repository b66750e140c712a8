import { describe, expect, it } from 'vitest';
import { bodyText } from '../../item/row/body-text.ts';
import type { LoggedStore } from '../../storage/log/logged-store.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';
import { prepare } from '../../router/router.ts';

/*
 * Law of `run` (store.ts, ADR 23): any read may throw a PageFault and the operation is run again, so nothing may have
 * happened before the append, and nothing may be read behind it.
 */

const key = { pk: { S: 'a' } };
const named = { TableName: 'items' };
const condition = { ConditionExpression: 'attribute_exists(pk)' };

const REQUESTS: readonly (readonly [string, Json])[] = [
  [
    'PutItem',
    { ...named, Item: { ...key, x: { S: 'new' } }, ReturnValues: 'ALL_OLD', ...condition },
  ],
  [
    'UpdateItem',
    { ...named, Key: key, AttributeUpdates: { n: { Action: 'ADD', Value: { N: '1' } } } },
  ],
  ['DeleteItem', { ...named, Key: key, ReturnValues: 'ALL_OLD', ReturnConsumedCapacity: 'TOTAL' }],
  ['GetItem', { ...named, Key: key }],
  ['Scan', named],
  ['BatchGetItem', { RequestItems: { items: { Keys: [key] } } }],
  [
    'BatchWriteItem',
    {
      RequestItems: { items: [{ PutRequest: { Item: key } }] },
      ReturnConsumedCapacity: 'TOTAL',
    },
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { ...named, Item: { pk: { S: 'b' } } } },
        { ConditionCheck: { ...named, Key: key, ...condition } },
      ],
      ClientRequestToken: 'token',
    },
  ],
  ['TransactGetItems', { TransactItems: [{ Get: { ...named, Key: key } }] }],
];

class Fault extends Error {}

interface Watched {
  readonly store: LoggedStore;
  readonly readsAfterAppend: () => number;
}

/** A store whose reads fail while `mayRead` answers false. */
function watched(store: LoggedStore, mayRead: () => boolean): Watched {
  let appended = false;
  let late = 0;
  const reading = (): void => {
    if (appended) late += 1;
    if (!mayRead()) throw new Fault();
  };
  return {
    readsAfterAppend: () => late,
    store: {
      ...store,
      find: (tree, at) => {
        reading();
        return store.find(tree, at);
      },
      need: (tree, keys) => {
        reading();
        store.need(tree, keys);
      },
      scan: (tree, range, options, visit) => {
        reading();
        store.scan(tree, range, options, visit);
      },
      append: (changes) => {
        appended = true;
        return store.append(changes);
      },
    },
  };
}

function newClient(): RouterClient {
  const client = routerClient();
  client.call('CreateTable', tableBody('items'));
  client.call('PutItem', { ...named, Item: { ...key, n: { N: '1' } } });
  return client;
}

describe('a page fault at any read', () => {
  it.each(REQUESTS)('leaves %s to be run again from its start', (operation, body) => {
    const expected = newClient().call(operation, body);
    const client = newClient();
    const appends = client.store.appended.length;
    let readsLeft = 0;
    const { store, readsAfterAppend } = watched(client.store, () => readsLeft-- > 0);
    const context = { ...client.context, store };
    const target = `DynamoDB_20120810.${operation}`;
    const request = prepare({ target, body: JSON.stringify(body) }, context);
    let answer: string | undefined;
    for (let allowed = 0; answer === undefined; allowed++) {
      readsLeft = allowed;
      try {
        answer = bodyText(request.run());
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
        expect(client.store.appended.length).toBe(appends);
      }
    }
    expect(JSON.parse(answer)).toEqual(expected);
    expect(readsAfterAppend()).toBe(0);
  });
});
