import { expect, it } from 'vitest';
import { isTable } from './table.ts';
import type { TableRecord } from './table.ts';

const UNITS = { readUnits: 5, writeUnits: 7 };
const KEYS = [{ AttributeName: 'id', KeyType: 'HASH' as const }];
const PROJECTION = { type: 'INCLUDE' as const, attributes: ['note'] };
const VERSION = { stamp: 1_024, by: 'eu-west-1' };

/** A record in which every member is there. */
const FULL: Required<TableRecord> = {
  format: 1,
  name: 'notes',
  id: 'table-id',
  arn: 'arn:aws:dynamodb:eu-west-1:000000000001:table/notes',
  tree: 64,
  createdMs: 1,
  status: 'ACTIVE',
  keySchema: KEYS,
  attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  billing: { mode: 'PROVISIONED', lastToPayPerRequestMs: 1, switchesToPayPerRequestMs: [1] },
  throughput: { ...UNITS, lastIncreaseMs: 1, lastDecreaseMs: 1, decreases: 0 },
  warm: UNITS,
  onDemand: { maxReadUnits: 1, maxWriteUnits: 1 },
  sse: { keyArn: 'arn:aws:kms:eu-west-1:000000000001:key/1' },
  encryptionChangesMs: [1],
  tableClass: { name: 'STANDARD', changedMs: 1, recentChangesMs: [1] },
  deletionProtected: false,
  disassociationProtected: true,
  timeToLive: { attribute: 'expires', changedMs: 1 },
  stream: {
    label: '2026-01-01T00:00:00.000',
    viewType: 'KEYS_ONLY',
    createdMs: 1,
    shards: [
      {
        id: 'shard',
        parent: 'older',
        from: '0'.repeat(32),
        to: 'f'.repeat(32),
        fromLsn: 1,
        toLsn: 2,
        createdMs: 1,
        closedMs: 2,
      },
    ],
    tags: { team: 'maps' },
    resourcePolicy: '{}',
    policyRevisionMs: 1,
  },
  lastStreamLabel: '2026-01-01T00:00:00.000',
  insights: [
    {
      indexTree: 65,
      isEnabled: true,
      hasFailed: false,
      mode: 'THROTTLED_KEYS',
      enabledMs: 1,
      changedMs: 1,
    },
  ],
  partitions: [
    { id: 0, from: '0'.repeat(32) },
    { id: 1, from: `8${'0'.repeat(31)}` },
  ],
  localIndexes: [{ name: 'local', keySchema: KEYS, projection: PROJECTION, tree: 66 }],
  globalIndexes: [
    {
      name: 'global',
      keySchema: KEYS,
      projection: PROJECTION,
      tree: 67,
      status: 'ACTIVE',
      throughput: { ...UNITS, decreases: 0 },
      warm: UNITS,
      onDemand: { maxReadUnits: 1 },
    },
  ],
  settingsReplication: 'ENABLED',
  replicas: {
    group: {
      id: 'group',
      version: '2019.11.21',
      createdMs: 1,
      tableName: 'notes',
      keySchema: KEYS,
      localIndexes: [{ name: 'local', keySchema: KEYS, projection: PROJECTION }],
      members: {
        'eu-west-1': {
          ...VERSION,
          joined: 1_024,
          status: 'ACTIVE',
          source: 'us-east-1',
          tableId: 'table-id',
          startsEmpty: true,
          overrides: {
            readUnits: 1,
            maxReadUnits: 1,
            tableClass: 'STANDARD',
            keyId: 'key',
            indexes: { global: { readUnits: 1, maxReadUnits: 1 } },
          },
          classChangesMs: [1],
        },
      },
      settings: {
        ...VERSION,
        value: {
          attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          billingMode: 'PAY_PER_REQUEST',
          units: UNITS,
          warm: UNITS,
          onDemand: { maxReadUnits: 1 },
          isEncrypted: false,
          expiryAttribute: 'expires',
          globalIndexes: [
            { name: 'global', keySchema: KEYS, projection: PROJECTION, units: UNITS, warm: UNITS },
          ],
        },
      },
    },
    tombstoneTree: 68,
    origins: ['us-east-1'],
    leaving: { lsn: 3 },
  },
  tags: { team: 'maps' },
  resourcePolicy: '{}',
  policyRevisionMs: 1,
};

type Path = readonly (string | number)[];

/** Every place of a value, the members of its lists and maps among them. */
function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, each]) => placesOf(each, [...path, name]));
  return [path, ...below];
}

/** The record with another value at a place. */
function withAt(value: unknown, [name, ...rest]: Path, spoilt: unknown): unknown {
  if (name === undefined) return spoilt;
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  ) as Record<string | number, unknown>;
  copy[name] = withAt(copy[name], rest, spoilt);
  return copy;
}

it('is told from what is none in every member', () => {
  expect(isTable(FULL)).toBe(true);
  const spoilt = placesOf(FULL).map(
    (path) => [path.join('.'), withAt(FULL, path, () => 0)] as const,
  );
  expect(spoilt.length).toBeGreaterThan(120);
  expect(spoilt.filter(([, record]) => isTable(record)).map(([path]) => path)).toEqual([]);
});

it('does without what was never set', () => {
  const { format, name, id, arn, tree, createdMs, status, keySchema, tags, ...rest } = FULL;
  const { attributeDefinitions, billing, throughput, warm, deletionProtected, partitions } = rest;
  const least = {
    ...{ format, name, id, arn, tree, createdMs, status, keySchema, tags },
    ...{ attributeDefinitions, billing, throughput, warm, deletionProtected, partitions },
  };
  expect(isTable(least)).toBe(true);
  for (const member of Object.keys(least))
    expect(isTable({ ...least, [member]: undefined }), member).toBe(false);
});

it.each<readonly [string, Partial<TableRecord>]>([
  ['keys that are not defined', { attributeDefinitions: [] }],
  ['a key that begins with a sort key', { keySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] }],
  ['no partitions', { partitions: [] }],
  ['a first partition that begins later', { partitions: [{ id: 0, from: '1'.repeat(32) }] }],
  ['partitions out of order', { partitions: FULL.partitions.toReversed() }],
])('is none with %s', (_, change) => {
  expect(isTable({ ...FULL, ...change })).toBe(false);
});
