import { expect, it } from 'vitest';
import { isGroup } from './group-check.ts';

/** A document as the first release that had Regions wrote it. */
const OLD = {
  id: 'g',
  version: '2019.11.21',
  createdMs: 1,
  tableName: 'notes',
  keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  localIndexes: [],
  members: {
    'eu-west-1': {
      stamp: 1,
      by: 'eu-west-1',
      joined: 1,
      status: 'ACTIVE',
      tableId: 't',
      startsEmpty: false,
      overrides: {},
    },
  },
  settings: {
    stamp: 1,
    by: 'eu-west-1',
    value: {
      attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      billingMode: 'PAY_PER_REQUEST',
      units: { readUnits: 0, writeUnits: 0 },
      warm: { readUnits: 12_000, writeUnits: 4_000 },
      isEncrypted: false,
      globalIndexes: [],
    },
  },
};

const withEntry = (more: object): object => ({
  ...OLD,
  members: { 'eu-west-1': { ...OLD.members['eu-west-1'], ...more } },
});

it('documents of older releases are taken, and those with what was added since', () => {
  expect(isGroup(OLD)).toBe(true);
  const classChangesMs = [Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2)];
  expect(isGroup(withEntry({ classChangesMs }))).toBe(true);
  expect(isGroup(withEntry({ madeBySomeLaterRelease: {} }))).toBe(true);
});

it.each([
  { classChangesMs: 1 },
  { classChangesMs: ['yesterday'] },
  { classChangesMs: Array.from({ length: 101 }, () => 1) },
  { overrides: { tableClass: 'CHEAP' } },
  { overrides: { keyId: 1 } },
])('a document with the entry %j is not taken', (more) => {
  expect(isGroup(withEntry(more))).toBe(false);
});
