/**
 * Stores that earlier releases left, opened at the moment at which they were left: they answer what they answered then. A release may tell more than one
 * before it, and nothing else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeProgress } from '../../client/trigger/trigger-progress.ts';
import { findTable } from '../../placement/table-catalog.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import { openStore, turn } from '../open-store.ts';
import { KeptRun } from './kept-run.ts';
import type { KeptStore } from './kept-store.ts';
import { databaseOf, decodeKept, KEPT_BUILDS, restoreToDevice } from './kept-store.ts';
import type { Call, Json, Told, ToldStream } from './told.ts';
import { itemsTold, whatIsTold } from './told.ts';

const HERE = new URL('.', import.meta.url);
const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TableName = 'places';

const kept = (build: string, name: string): Promise<KeptStore> =>
  decodeKept(new Uint8Array(readFileSync(new URL(`${build}/${name}.store`, HERE))));

/** All that is told but of the table whose index is being built meanwhile. */
function resting(told: Told | undefined): Told | undefined {
  if (told === undefined) return undefined;
  const { many: _, ...tables } = told.tables;
  return { ...told, tables };
}

const toldIn = async (run: KeptRun, store: KeptStore, region: string): Promise<Told | undefined> =>
  resting(await whatIsTold(run.caller(region), store.consumers));

async function expectSound(run: KeptRun, store: KeptStore): Promise<void> {
  for (const region of store.regions) expect((await run.scrub(region)).damaged).toEqual([]);
}

function streamOf(told: Told | undefined, table: string): ToldStream {
  const streams = Object.values(told?.streams ?? {});
  const found = streams.find(({ description }) => description['TableName'] === table);
  if (found === undefined) throw new Error(`no stream of ${table} is told of`);
  return found;
}

const placeAt = (country: string, place: number): Json => ({
  country: { S: country },
  place: { N: String(place) },
});
const newPlace = (country: string, place: number): Json => ({
  ...placeAt(country, place),
  kind: { S: 'new' },
  height: { N: '1' },
  name: { S: 'new' },
});

/** A write of every kind to what is there, and a new table. */
async function goOn(call: Call): Promise<void> {
  await call('PutItem', { TableName, Item: newPlace('se', 1) });
  await call('PutItem', { TableName, Item: newPlace('is', 0) });
  await call('DeleteItem', { TableName, Key: placeAt('no', 7) });
  await call('CreateTable', {
    TableName: 'new',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
}

/** Whether the index of `many` was left with some of its entries. */
async function isHalfBuilt(store: KeptStore): Promise<boolean> {
  const devices = memoryDevices();
  const { device } = await devices.open({ mustExist: false });
  await restoreToDevice(databaseOf(store, HOME), device);
  const logStore = await openStore(device);
  const table = await turn(logStore, () => findTable(logStore, 'many'));
  const [index] = table?.indexes.global ?? [];
  const entries = index === undefined ? 0 : logStore.counts(index.tree).items;
  return index?.isWhole === false && entries > 0;
}

it('are opened of every build that they are kept of', () => {
  const folders = readdirSync(HERE, { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...KEPT_BUILDS].sort());
});

describe.each(KEPT_BUILDS)('a store of build %s', (build) => {
  it.each(['closed', 'killed'])('that was %s answers as it did, and goes on', async (name) => {
    const store = await kept(build, name);
    const run = await KeptRun.open(store);
    const before = resting(store.told[HOME]);
    expect(await toldIn(run, store, HOME)).toMatchObject(before ?? {});
    await goOn(run.caller(HOME));
    const after = await toldIn(run, store, HOME);
    const { items = [], indexes = {} } = after?.tables[TableName] ?? {};
    expect(items).toHaveLength(before?.tables[TableName]?.items.length ?? 0);
    for (const [index, entries] of Object.entries(indexes))
      expect(entries.length, index).toBe(items.length);
    const records = streamOf(before, TableName).records;
    expect(streamOf(after, TableName).records.slice(0, records.length)).toEqual(records);
    expect(streamOf(after, TableName).records).toHaveLength(records.length + 3);
    await run.reopen();
    expect(await toldIn(run, store, HOME)).toEqual(after);
    await expectSound(run, store);
  });

  it('goes on with the index that it was building', async () => {
    const store = await kept(build, 'killed');
    expect(await isHalfBuilt(store)).toBe(true);
    const run = await KeptRun.open(store);
    const call = run.caller(HOME);
    await run.pass(MINUTE_MS);
    const { Table } = await call('DescribeTable', { TableName: 'many' });
    expect(Table).toMatchObject({ GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }] });
    const numbers = (items: readonly Json[] = []): readonly string[] =>
      items.map(({ n }) => (n as { N: string }).N).sort();
    expect(numbers(await itemsTold(call, { TableName: 'many', IndexName: 'by-kind' }))).toEqual(
      numbers(store.told[HOME]?.tables['many']?.items),
    );
    await expectSound(run, store);
  });

  it('remembers the transaction that it has made, for as long as a token lasts', async () => {
    const run = await KeptRun.open(await kept(build, 'closed'));
    const call = run.caller(HOME);
    const again = { ClientRequestToken: 'kept-token', TransactItems: [] };
    const other = { Put: { TableName, Item: newPlace('se', 2) } };
    await expect(call('TransactWriteItems', { ...again, TransactItems: [other] })).rejects.toThrow(
      'IdempotentParameterMismatchException',
    );
    await run.pass(11 * MINUTE_MS);
    await call('TransactWriteItems', { ...again, TransactItems: [other] });
  });

  it('deletes what expires after it was left, and keeps the rest', async () => {
    const run = await KeptRun.open(await kept(build, 'killed'));
    await run.pass(2 * HOUR_MS);
    const items = await itemsTold(run.caller(HOME), { TableName: 'sessions' });
    expect(items.map(({ id }) => id)).toEqual([{ S: 'stays' }]);
  });

  it('lets go of its streams after their day', async () => {
    const store = await kept(build, 'closed');
    const run = await KeptRun.open(store);
    expect(Object.keys(store.told[HOME]?.streams ?? {})).toHaveLength(3);
    await run.pass(25 * HOUR_MS);
    const told = await toldIn(run, store, HOME);
    expect(Object.keys(told?.streams ?? {})).toHaveLength(1);
    expect(streamOf(told, TableName).records).toEqual([]);
    await expectSound(run, store);
  });

  it('holds the place of a trigger, which goes on from there', async () => {
    const { told } = await kept(build, 'closed');
    const state = String(told[HOME]?.consumers['trigger/tally']);
    const { records } = streamOf(told[HOME], TableName);
    const { place } = decodeProgress(state, 'trigger/tally', TableName);
    const handled = records.findIndex(
      ({ dynamodb }) => (dynamodb as Json)['SequenceNumber'] === place.position,
    );
    expect(handled).toBeGreaterThanOrEqual(11);
  });

  it('of two Regions that were apart comes to agree with the other', async () => {
    const store = await kept(build, 'regions');
    const run = await KeptRun.open(store);
    run.part();
    for (const region of store.regions)
      expect(await toldIn(run, store, region)).toMatchObject(store.told[region] ?? {});
    run.join();
    await run.pass(MINUTE_MS);
    const [home, away] = [run.caller(HOME), run.caller(AWAY)];
    const texts = async (call: Call): Promise<Json> =>
      Object.fromEntries(
        (await itemsTold(call, { TableName: 'shared' })).map(({ id, from }) => [
          (id as { S: string }).S,
          (from as { S: string }).S,
        ]),
      );
    const agreed = await texts(home);
    expect(agreed).toEqual({ b: 'away, while cut', e: 'away', f: 'home alone', g: 'away alone' });
    expect(await texts(away)).toEqual(agreed);
    await home('PutItem', { TableName: 'shared', Item: { id: { S: 'h' }, from: { S: 'today' } } });
    await run.reopen();
    await run.pass(MINUTE_MS);
    expect(await texts(run.caller(AWAY))).toEqual({ ...agreed, h: 'today' });
    await expectSound(run, store);
  });
});
