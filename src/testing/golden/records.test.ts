/** The text of every system record, as `records.txt` has it: written as it says, and read as what was written. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import { encodePlace } from '../../client/stream/saved-place.ts';
import { encodeProgress } from '../../client/trigger/trigger-progress.ts';
import { buildStep } from '../../index/index-builder.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { findTable, putTable } from '../../placement/table-catalog.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import {
  confirmations,
  findFollowState,
  followName,
  followStateChange,
} from '../../region/group/follow-state.ts';
import { leaveChanges, leftGroupsOf } from '../../region/group/group-documents.ts';
import { cursorChange, cursorOf, INDEX_CURSOR } from '../../storage/log/cursor.ts';
import type { Change, Lsn, TreeId } from '../../storage/store.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { consumerChange, findConsumerState } from '../../stream/consumers.ts';
import { closedStreams, keepClosedStream } from '../../stream/stream-catalog.ts';
import { findLedgerEntry, ledgerChanges } from '../../transaction/request-token-ledger.ts';
import { fakeStore } from '../fake-store.ts';
import { itemRow, textIn } from '../text-rows.ts';

const TREE = 130 as TreeId;
const NOW = 1_700_000_000_000;
const REGION = 'us-east-1';
const UNITS = { readUnits: 0, writeUnits: 0 };
const KEYS = [{ AttributeName: 'id', KeyType: 'HASH' as const }];

const table = (more: Partial<TableRecord> = {}): TableRecord => ({
  format: 1,
  name: 'notes',
  id: 'table-id',
  arn: 'arn:aws:dynamodb:eu-west-1:000000000001:table/notes',
  tree: TREE,
  createdMs: NOW,
  status: 'ACTIVE',
  keySchema: KEYS,
  attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  billing: { mode: 'PAY_PER_REQUEST', switchesToPayPerRequestMs: [] },
  throughput: { ...UNITS, decreases: 0 },
  warm: { readUnits: 12_000, writeUnits: 4_000 },
  deletionProtected: false,
  tags: {},
  partitions: [{ id: 0, from: '0'.repeat(32) }],
  ...more,
});
const STREAM: NonNullable<TableRecord['stream']> = {
  label: '2023-11-14T22:13:20.000',
  viewType: 'NEW_IMAGE',
  createdMs: NOW,
  shards: [{ id: 'shard', from: '0'.repeat(32), fromLsn: 3, createdMs: NOW }],
};
const GROUP: NonNullable<TableRecord['replicas']>['group'] = {
  id: 'group',
  version: '2019.11.21',
  createdMs: NOW,
  tableName: 'notes',
  keySchema: KEYS,
  localIndexes: [],
  members: {
    [REGION]: {
      stamp: 1,
      by: REGION,
      joined: 1,
      status: 'GONE',
      startsEmpty: true,
      overrides: {},
    },
  },
  settings: {
    stamp: 1,
    by: REGION,
    value: {
      attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      billingMode: 'PAY_PER_REQUEST',
      units: UNITS,
      warm: UNITS,
      isEncrypted: false,
      globalIndexes: [],
    },
  },
};

/** A step of an index that is being built, over as many items as one step takes. */
function buildPlace(): readonly Change[] {
  const store = fakeStore();
  const index = {
    name: 'index',
    keySchema: KEYS,
    projection: { type: 'ALL' as const },
    tree: 131,
    status: 'CREATING' as const,
    throughput: { ...UNITS, decreases: 0 },
    warm: UNITS,
  };
  const items = Array.from({ length: 513 }, (_, i): Change => {
    const id = String(i).padStart(4, '0');
    const row = itemRow({ id: { S: id } }, 6);
    return { kind: 'put', tree: TREE, key: `key ${id}` as KeyBytes, row, sizeBytes: 6 };
  });
  store.append([putTable(table({ globalIndexes: [index] })), ...items]);
  buildStep(store, false, KNOBS);
  return (store.appended.at(-1) ?? []).filter(({ tree }) => tree === CURSOR_TREE);
}

const FOLLOWED = { tableId: 'table-id', storeId: 'store-id', lsn: 7, stamp: 9 };
const COPYING = { ...FOLLOWED, copy: { part: 'items' as const, from: 'key' } };
const ENTRY = {
  token: 'token',
  expiresMs: (NOW + 600_000) as EpochMs,
  fingerprint: 'print',
  replayCharges: [{ tableName: 'notes', units: 2 }],
};
const PLACE = { table: 'notes', streamArn: 'arn', position: '100000000000000380000' };
const PROGRESS = { place: PLACE, shards: new Map([['shard', '100000000000000390000']]) };

const store = fakeStore();
store.append([putTable(table())]);
const CHANGES: readonly Change[] = [
  putTable(table({ stream: STREAM, lastStreamLabel: STREAM.label })),
  ...ledgerChanges(store, ENTRY, NOW as EpochMs),
  cursorChange(7 as Lsn),
  ...buildPlace(),
  ...keepClosedStream(table({ stream: STREAM }), { lsn: 9, nowMs: NOW + 1 }),
  consumerChange('é reader', encodePlace(PLACE)),
  consumerChange('trigger/tally', encodeProgress(PROGRESS)),
  followStateChange(TREE, REGION, { ...FOLLOWED, copy: undefined }),
  followStateChange(TREE, 'eu-west-2', COPYING),
  confirmations.put(followName(TREE, REGION), { tableId: 'table-id', lsn: 5, atMs: NOW }),
  ...leaveChanges(findTable(store, 'notes')!, GROUP, NOW).filter(({ kind }) => kind === 'put'),
];

const line = (change: Change): string =>
  change.kind === 'put'
    ? `${String(change.tree)} ${JSON.stringify(change.key)}\n${textIn(change.row)}\n`
    : `${change.kind}\n`;

it('are written as they always were', () => {
  const golden = readFileSync(new URL('./records.txt', import.meta.url), 'utf8');
  expect(CHANGES.map(line).join('')).toBe(golden);
});

it('are read as what was written', () => {
  store.append(CHANGES);
  expect(findTable(store, 'notes')?.record).toEqual(
    table({ stream: STREAM, lastStreamLabel: STREAM.label }),
  );
  expect(findLedgerEntry(store, 'token', NOW as EpochMs)).toEqual(ENTRY);
  expect(cursorOf(store.find(CURSOR_TREE, INDEX_CURSOR))).toBe(7);
  expect(closedStreams(store)).toMatchObject([{ label: STREAM.label, closedMs: NOW + 1 }]);
  expect(findConsumerState(store, 'é reader')).toBe(encodePlace(PLACE));
  expect(findConsumerState(store, 'trigger/tally')).toBe(encodeProgress(PROGRESS));
  expect(findFollowState(store, TREE, REGION)).toEqual({ ...FOLLOWED, copy: undefined });
  expect(findFollowState(store, TREE, 'eu-west-2')).toEqual(COPYING);
  expect(confirmations.find(store, followName(TREE, REGION))).toMatchObject({ lsn: 5 });
  expect(leftGroupsOf(store)).toEqual([{ group: GROUP, leftMs: NOW }]);
});
