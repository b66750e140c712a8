import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json } from '../router-client.ts';

const V = 'ValidationException: ';
const INVALID = `${V}One or more parameter values were invalid: `;
const LATER = 'is not supported by this version of hashrange yet';

const definition = (name: string): Json => ({ AttributeName: name, AttributeType: 'S' });
const keys = (...names: string[]): Json[] =>
  names.map((name, i) => ({ AttributeName: name, KeyType: i === 0 ? 'HASH' : 'RANGE' }));
const index = (
  name: string,
  keySchema: Json[],
  projection: Json = { ProjectionType: 'ALL' },
): Json => ({
  IndexName: name,
  KeySchema: keySchema,
  Projection: projection,
});

const failureOf = (members: Json, sortKey: string | undefined = 'sk'): string => {
  const client = routerClient();
  const failure = client.failure('CreateTable', { ...tableBody('Music', sortKey), ...members });
  expect(client.store.appended).toHaveLength(0);
  return failure;
};
const withAttributes = (...names: string[]): Json => ({
  AttributeDefinitions: ['pk', 'sk', ...names].map(definition),
});

describe('features of later versions are refused before anything changes', () => {
  it('vector indexes', () => {
    const vector = {
      IndexName: 'vec',
      VectorAttribute: { AttributeName: 'embedding' },
      Projection: { ProjectionType: 'ALL' },
      Dimensions: 3,
      DistanceFunction: 'COSINE',
    };
    expect(failureOf({ VectorIndexes: [vector] })).toBe(`${V}VectorIndexes ${LATER}`);
  });
});

describe('faults of an index are reported before its refusal', () => {
  const failureOfLocal = (...indexes: Json[]): string =>
    failureOf({ ...withAttributes('l'), LocalSecondaryIndexes: indexes });
  const failureOfGlobal = (...indexes: Json[]): string =>
    failureOf({ ...withAttributes('g'), GlobalSecondaryIndexes: indexes });

  it('empty lists', () => {
    expect(failureOfLocal()).toBe(`${INVALID}List of LocalSecondaryIndexes is empty`);
    expect(failureOfGlobal()).toBe(`${INVALID}List of GlobalSecondaryIndexes is empty`);
  });

  it('the keys of a local index', () => {
    const local = { LocalSecondaryIndexes: [index('lsi1', keys('pk', 'l'))] };
    const hashOnly = { AttributeDefinitions: ['pk', 'l'].map(definition), KeySchema: keys('pk') };
    expect(failureOf({ ...hashOnly, ...local })).toBe(
      `${INVALID}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    );
    expect(failureOfLocal(index('lsi1', keys('pk')))).toBe(
      `${INVALID}Index KeySchema does not have a range key for index: lsi1`,
    );
    expect(failureOfLocal(index('lsi1', keys('sk', 'l')))).toBe(
      `${INVALID}Index KeySchema does not have the same leading hash key as table KeySchema for index: lsi1. ` +
        'index hash key: sk, table hash key: pk',
    );
    expect(failureOfLocal(index('lsi1', keys('pk', 'x')))).toBe(
      `${INVALID}Some index key attributes are not defined in AttributeDefinitions. ` +
        'Keys: [pk, x], AttributeDefinitions: [pk, sk, l]',
    );
  });

  it('projections', () => {
    const projection = (value: Json): string => failureOfGlobal(index('gsi1', keys('g'), value));
    expect(projection({})).toBe(`${INVALID}Unknown ProjectionType: null`);
    expect(projection({ ProjectionType: 'INCLUDE' })).toBe(
      `${INVALID}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
    );
    expect(projection({ ProjectionType: 'KEYS_ONLY', NonKeyAttributes: ['a'] })).toBe(
      `${INVALID}ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified`,
    );
  });

  it('names and numbers of indexes', () => {
    const same = index('same', keys('g'));
    expect(failureOfGlobal(same, same)).toBe(`${INVALID}Duplicate index name: same`);
    const many = Array.from({ length: 21 }, (_, i) => index(`gsi${String(i)}`, keys('g')));
    expect(failureOfGlobal(...many)).toBe(
      `${INVALID}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
    );
    const locals = Array.from({ length: 6 }, (_, i) => index(`lsi${String(i)}`, keys('pk', 'l')));
    expect(failureOfLocal(...locals)).toBe(
      `${INVALID}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
    );
  });

  it('a stream that is off with a view type', () => {
    const StreamSpecification = { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' };
    expect(failureOf({ StreamSpecification })).toBe(
      `${INVALID}Table is being created with a stream disabled, UpdateViewType should not be specified`,
    );
  });

  it('vector indexes of a provisioned table', () => {
    expect(
      failureOf({
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        VectorIndexes: [],
      }),
    ).toBe(`${INVALID}Vector indexes are only supported for PAY_PER_REQUEST tables`);
  });
});
