import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import type { Connection, Failure } from './connection.svelte.ts';
import { Tables } from './tables.svelte.ts';

/** A database that counts what it is asked. */
class CountingDatabase {
  asked: string[] = [];
  names = ['a', 'b', 'c'];
  items = 0;
  fault: Error | undefined;
  refusal: Failure | undefined;

  readonly callUnlogged = async (operation: string, text: string): Promise<object> => {
    const { TableName = '' } = JSON.parse(text) as { TableName?: string };
    this.asked.push(`${operation} ${TableName}`.trim());
    await Promise.resolve();
    if (this.fault !== undefined) throw this.fault;
    if (operation === 'ListTables') return { body: { TableNames: this.names } };
    if (this.refusal !== undefined) return { body: {}, failure: this.refusal };
    return { body: { Table: { TableName, ItemCount: this.items, KeySchema: [] } } };
  };

  readonly call = this.callUnlogged;

  took(): readonly string[] {
    return this.asked.splice(0);
  }
}

function tablesOf(database: CountingDatabase): Tables {
  return new Tables(database as unknown as Connection);
}

/** Looks at a table as a view does. */
function lookAt(
  tables: Tables,
  name: string,
): { counts: (number | undefined)[]; leave: () => void } {
  const counts: (number | undefined)[] = [];
  const leave = $effect.root(() => {
    $effect(() => {
      counts.push(tables.find(name)?.itemCount);
    });
  });
  flushSync();
  return { counts, leave };
}

it('what nobody looks at is listed and not described', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  await tables.refresh();
  expect(tables.names).toEqual(['a', 'b', 'c']);
  expect(database.took()).toEqual(['ListTables']);
});

it('what is looked at is described once after every listing, before the listing is over', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  await tables.refresh();
  database.took();
  const { counts, leave } = lookAt(tables, 'b');
  await tables.describe('b');
  flushSync();
  expect(database.took()).toEqual(['DescribeTable b']);

  database.items = 1;
  await tables.refresh();
  flushSync();
  expect(counts.at(-1)).toBe(1);
  expect(database.took()).toEqual(['ListTables', 'DescribeTable b']);

  leave();
  await tables.refresh();
  expect(database.took()).toEqual(['ListTables']);
});

it('a recount describes what is looked at, once for all who ask meanwhile, and lists nothing', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  await tables.refresh();
  const { counts, leave } = lookAt(tables, 'b');
  await tables.describe('b');
  database.took();
  database.items = 1;
  await tables.recount();
  flushSync();
  expect(counts.at(-1)).toBe(1);
  expect(database.took()).toEqual(['DescribeTable b']);

  const first = tables.recount();
  await Promise.all([first, tables.recount(), tables.recount()]);
  expect(database.took()).toEqual(['DescribeTable b', 'DescribeTable b']);

  leave();
  await tables.recount();
  expect(database.took()).toEqual([]);
});

it('a listing that is asked for in a recount is not left out', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  await tables.refresh();
  database.took();
  database.names = ['a'];
  await Promise.all([tables.recount(), tables.refresh(), tables.recount()]);
  expect(tables.names).toEqual(['a']);
  expect(database.took()).toEqual(['ListTables']);
});

it('a table that is gone is known no longer, and one that is new is found', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  await tables.refresh();
  await tables.describe('b');
  database.names = ['a', 'd'];
  await tables.refresh();
  expect(tables.find('b')).toBeUndefined();
  expect(tables.has('b')).toBe(false);
  expect(await tables.describe('b')).toBeUndefined();
  expect((await tables.describe('d'))?.name).toBe('d');
});

it('a description that is refused is told, unless the table is gone', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  const { leave } = lookAt(tables, 'a');
  database.refusal = {
    type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: '',
  };
  await tables.refresh();
  expect(tables.failure).toBeUndefined();
  database.refusal = { type: 'com.amazon.coral.service#InternalServerError', message: 'again' };
  await tables.refresh();
  expect(tables.failure?.message).toBe('again');
  database.refusal = undefined;
  await tables.refresh();
  expect(tables.failure).toBeUndefined();
  expect(tables.find('a')?.name).toBe('a');
  leave();
});

it('a connection that is broken is told, and what was listed stays', async () => {
  const database = new CountingDatabase();
  const tables = tablesOf(database);
  await tables.refresh();
  database.fault = new Error('the worker has ended');
  const { leave } = lookAt(tables, 'a');
  await tables.refresh();
  expect(tables.failure?.message).toBe('the worker has ended');
  expect(tables.names).toEqual(['a', 'b', 'c']);
  const failure = await tables.change('DeleteTable', '{}');
  expect(failure).toEqual({
    type: 'The request was not answered',
    message: 'the worker has ended',
  });
  leave();
});
