import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import type { BenchItem } from '../peer.ts';

/** A call from the page: one message each, as an application's own worker would take them. */
export type SqliteCall =
  | { readonly op: 'open'; readonly name: string; readonly wal: boolean }
  | { readonly op: 'load'; readonly items: readonly BenchItem[] }
  | { readonly op: 'get'; readonly pk: string; readonly sk: string }
  | { readonly op: 'put'; readonly item: BenchItem }
  | { readonly op: 'query'; readonly pk: string; readonly sk: string; readonly count: number }
  | { readonly op: 'page'; readonly after: number; readonly count: number }
  | { readonly op: 'close' };

interface Statement {
  bind(values: readonly unknown[]): Statement;
  step(): boolean;
  get(target: unknown): unknown;
  reset(): Statement;
  finalize(): void;
}
interface Db {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): void;
}
interface Pool {
  readonly OpfsSAHPoolDb: new (path: string) => Db;
}

let db: Db;
let insert: Statement;
let select: Statement;
let range: Statement;
let page: Statement;

async function open(name: string, wal: boolean): Promise<void> {
  const sqlite3 = await sqlite3InitModule();
  const pool = (await sqlite3.installOpfsSAHPoolVfs({ name: `pool-${name}` })) as unknown as Pool;
  db = new pool.OpfsSAHPoolDb(`/${name}.db`);
  if (wal)
    db.exec('PRAGMA locking_mode=exclusive; PRAGMA journal_mode=wal; PRAGMA synchronous=normal;');
  db.exec(
    'CREATE TABLE IF NOT EXISTS items (pk TEXT, sk TEXT, name TEXT, email TEXT, count INTEGER, active INTEGER, text TEXT, PRIMARY KEY (pk, sk))',
  );
  insert = db.prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)');
  select = db.prepare('SELECT * FROM items WHERE pk = ? AND sk = ?');
  range = db.prepare('SELECT * FROM items WHERE pk = ? AND sk >= ? ORDER BY sk LIMIT ?');
  page = db.prepare('SELECT *, rowid FROM items WHERE rowid > ? ORDER BY rowid LIMIT ?');
}

function put(item: BenchItem): void {
  const { pk, sk, name, email, count, active, text } = item;
  insert.bind([pk, sk, name, email, count, active ? 1 : 0, text]).step();
  insert.reset();
}

function rows(statement: Statement, values: readonly unknown[]): unknown[] {
  const found: unknown[] = [];
  statement.bind(values);
  while (statement.step()) found.push(statement.get({}));
  statement.reset();
  return found;
}

async function answer(call: SqliteCall): Promise<unknown> {
  switch (call.op) {
    case 'open':
      return open(call.name, call.wal);
    case 'load':
      db.exec('BEGIN');
      for (const item of call.items) put(item);
      db.exec('COMMIT');
      return undefined;
    case 'get':
      return rows(select, [call.pk, call.sk])[0];
    case 'put':
      put(call.item);
      return undefined;
    case 'query':
      return rows(range, [call.pk, call.sk, call.count]);
    case 'page':
      return rows(page, [call.after, call.count]);
    case 'close':
      for (const statement of [insert, select, range, page]) statement.finalize();
      db.close();
      return undefined;
  }
}

let queue: Promise<unknown> = Promise.resolve();
addEventListener(
  'message',
  (event: MessageEvent<{ readonly id: number; readonly call: SqliteCall }>) => {
    const { id, call } = event.data;
    queue = queue.then(async () => {
      try {
        postMessage({ id, value: await answer(call) });
      } catch (error) {
        postMessage({ id, error: String(error) });
      }
    });
  },
);
