import { bodyText } from '../item/row/body-text.ts';
import { prepare } from '../router/router.ts';
import type { OtherRegions, RouterContext } from '../operations/context.ts';
import { WHOLE_LINK } from '../wire/extensions/regions.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import { fakeStore } from './fake-store.ts';
import type { FakeStore } from './fake-store.ts';
import { fakeWorld } from './fake-world.ts';
import type { FakeWorld } from './fake-world.ts';

/** An answer as parsed JSON. */
export type Json = Record<string, unknown>;

/** Sends requests to the router as a client would, over a fake store and a fake world. */
export interface RouterClient {
  readonly context: RouterContext;
  readonly store: FakeStore;
  readonly world: FakeWorld;
  /** The parsed answer of a request that must succeed. */
  readonly call: (operation: string, body: unknown) => Json;
  /** The parsed error body of a request that must fail with an error meant for the caller. */
  readonly fail: (operation: string, body: unknown) => Json;
  /** `Name: message` of a request that must fail. */
  readonly failure: (operation: string, body: unknown) => string;
}

export function routerClient(): RouterClient {
  const store = fakeStore();
  const world = fakeWorld();
  const indexes = { mustBeCaughtUp: () => undefined };
  const regions: OtherRegions = {
    tableIn: () => 'silent',
    report: () => ({
      Peers: [],
      Replicas: [],
      Conflicts: [],
      ConflictCount: 0,
      RefusedWrites: 0,
    }),
    links: () => [],
    setLink: () => WHOLE_LINK,
  };
  const context = {
    store,
    world,
    region: 'eu-west-2',
    accountId: '123456789012',
    indexes,
    regions,
    tell: () => undefined,
  };
  const send = (operation: string, body: unknown): Json => {
    const target = `DynamoDB_20120810.${operation}`;
    const text = bodyText(prepare({ target, body: JSON.stringify(body) }, context).run());
    return JSON.parse(text === '' ? '{}' : text) as Json;
  };
  const refusal = (operation: string, body: unknown): DynamoError => {
    try {
      send(operation, body);
    } catch (error) {
      if (error instanceof DynamoError) return error;
      throw error;
    }
    throw new Error(`${operation} was expected to fail`);
  };
  return {
    context,
    store,
    world,
    call: send,
    fail: (operation, body) => JSON.parse(refusal(operation, body).toBody()) as Json,
    failure: (operation, body) => {
      const { name, message } = refusal(operation, body);
      return `${name}: ${message}`;
    },
  };
}

/** The body of a CreateTable for an on-demand table with a string partition key `pk` and, if named, a sort key. */
export function tableBody(name: string, sortKey?: string): Json {
  const names = sortKey === undefined ? ['pk'] : ['pk', sortKey];
  return {
    TableName: name,
    AttributeDefinitions: names.map((each) => ({ AttributeName: each, AttributeType: 'S' })),
    KeySchema: names.map((each, i) => ({
      AttributeName: each,
      KeyType: i === 0 ? 'HASH' : 'RANGE',
    })),
    BillingMode: 'PAY_PER_REQUEST',
  };
}
