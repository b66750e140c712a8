import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import type { SqliteDatabase, Statement } from '@sqlite.org/sqlite-wasm';
import type { BenchItem } from '../peer.ts';

/** A call from the page: one message each, as an application's own worker would take them. */
export type SqliteCall =
  | {
      readonly op: 'open';
      readonly name: string;
      readonly wal: boolean;
      readonly isIndexed: boolean;
    }
  | { readonly op: 'putAll'; readonly items: readonly BenchItem[] }
  | { readonly op: 'get'; readonly pk: string; readonly sk: string }
  | { readonly op: 'put'; readonly item: BenchItem }
  | { readonly op: 'query'; readonly pk: string; readonly sk: string; readonly count: number }
  | { readonly op: 'byEmail'; readonly email: string; readonly count: number }
  | { readonly op: 'page'; readonly after: number; readonly count: number }
  | { readonly op: 'close' };

let db: SqliteDatabase;
let insert: Statement;
let select: Statement;
let range: Statement;
let byEmail: Statement;
let page: Statement;

/** Answers SQLite's version and the journal mode in force. */
async function open(name: string, wal: boolean, isIndexed: boolean): Promise<string> {
  const sqlite3 = await sqlite3InitModule();
  const { libVersion } = sqlite3.version;
  if (sqlite3.installOpfsSAHPoolVfs === undefined)
    throw new Error(`SQLite ${libVersion} has no OPFS file system that needs no shared memory`);
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: `pool-${name}` });
  db = new pool.OpfsSAHPoolDb(`/${name}.db`);
  if (wal) {
    // Without shared memory a write-ahead log needs the exclusive lock first.
    db.exec('PRAGMA locking_mode=exclusive; PRAGMA journal_mode=wal; PRAGMA synchronous=normal;');
    const mode = db.selectValue('PRAGMA journal_mode');
    if (mode !== 'wal') throw new Error(`SQLite stayed in journal mode ${String(mode)}`);
  }
  db.exec(
    'CREATE TABLE IF NOT EXISTS items (pk TEXT, sk TEXT, name TEXT, email TEXT, count INTEGER, active INTEGER, text TEXT, PRIMARY KEY (pk, sk))',
  );
  if (isIndexed) {
    db.exec(
      'CREATE INDEX IF NOT EXISTS by_email ON items (email, count);' +
        'CREATE INDEX IF NOT EXISTS by_name ON items (name, sk);' +
        'CREATE INDEX IF NOT EXISTS by_count ON items (pk, count);',
    );
  }
  insert = db.prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?)');
  select = db.prepare('SELECT * FROM items WHERE pk = ? AND sk = ?');
  range = db.prepare('SELECT * FROM items WHERE pk = ? AND sk >= ? ORDER BY sk LIMIT ?');
  byEmail = db.prepare('SELECT * FROM items WHERE email = ? ORDER BY count LIMIT ?');
  page = db.prepare('SELECT *, rowid FROM items WHERE rowid > ? ORDER BY rowid LIMIT ?');
  return `SQLite ${libVersion}, journal ${String(db.selectValue('PRAGMA journal_mode'))}`;
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
      return open(call.name, call.wal, call.isIndexed);
    case 'putAll':
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
    case 'byEmail':
      return rows(byEmail, [call.email, call.count]);
    case 'page':
      return rows(page, [call.after, call.count]);
    case 'close':
      for (const statement of [insert, select, range, byEmail, page]) statement.finalize();
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
