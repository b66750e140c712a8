/**
 * The trees of the system, and every kind of record in them: each has a prefix of its own, and a prefix ends where no name of another kind could go on.
 * What stands behind the prefix says the kind's own file, which decodes it (`system-record.ts`).
 */
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Change, TreeId } from './store.ts';

export const CATALOG_TREE = 0 as TreeId;
export const LEDGER_TREE = 1 as TreeId;
export const CURSOR_TREE = 2 as TreeId;

/** Whether a tree is the system's: its records are JSON text, not rows. */
export const isSystemTree = (tree: TreeId): boolean => tree <= CURSOR_TREE;

/** Records of the catalog from here on are no tables: none has such a name. */
export const BEHIND_TABLES = '~' as KeyBytes;

/** Whether a change is one of the record of a table. */
export function changesTable(change: Change): boolean {
  if (change.tree !== CATALOG_TREE) return false;
  return change.kind === 'dropTree' || change.key < BEHIND_TABLES;
}

/** Where the records of one kind stand. */
export interface RecordPlace {
  readonly tree: TreeId;
  readonly prefix: string;
}

export const PLACES = {
  /** Tables, by name. */
  table: { tree: CATALOG_TREE, prefix: '' },
  /** Dictionaries of attribute names, by tree: the last names, and full records by their numbers. Behind all tables: none has such a name. */
  lastNames: { tree: CATALOG_TREE, prefix: '~names ' },
  fullNames: { tree: CATALOG_TREE, prefix: '~full names ' },
  /** Tokens of transactions, and their ends in the order of time. */
  token: { tree: LEDGER_TREE, prefix: 'e' },
  tokenEnd: { tree: LEDGER_TREE, prefix: 'm' },
  /** The cursor of the index follower: one record, without a name. */
  indexCursor: { tree: CURSOR_TREE, prefix: 'index' },
  /** Places of indexes that are being built, by tree. */
  build: { tree: CURSOR_TREE, prefix: 'build ' },
  /** Streams that were switched off, by table and label. */
  closedStream: { tree: CURSOR_TREE, prefix: 'stream ' },
  /** What consumers have put down, by name in UTF-8. */
  consumer: { tree: CURSOR_TREE, prefix: 'consumer ' },
  /** How far other Regions have been followed, by tree and Region. */
  followed: { tree: CURSOR_TREE, prefix: 'region ' },
  /** How far other Regions have followed this one, by tree and Region. */
  confirmed: { tree: CURSOR_TREE, prefix: 'confirmed ' },
  /** Trees that were dropped, by id, until no page of theirs is left. */
  felled: { tree: CURSOR_TREE, prefix: 'felled ' },
  /** Documents of global tables that have no table here any more, by id. */
  leftGroup: { tree: CURSOR_TREE, prefix: 'left ' },
} as const satisfies Readonly<Record<string, RecordPlace>>;
