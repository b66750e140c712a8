import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outside } from './sources.ts';

/** Whether the code reaches into a tree of the store by itself, past the table. */
const READS = /\bstore\??\.(find|scan|isInTransaction|isBeingWritten)\(/;
const DATA_PLANE = ['items', 'query-scan', 'statements', 'transactions'];

describe('the table', () => {
  it('is the one that operations on items have of the store', () => {
    for (const subject of DATA_PLANE) expect(existsSync(`src/operations/${subject}`)).toBe(true);
    const others = new RegExp(`^(?!src/operations/(${DATA_PLANE.join('|')})/)`);
    expect(outside(others, /\bstore\b/i)).toEqual([]);
  });

  it('alone reads items, for operations and for the background: who reads records of the system is named', () => {
    const home = /^src\/(partition|storage)\//;
    expect(outside(home, READS)).toEqual([
      'src/placement/attribute-names.ts',
      'src/placement/table-catalog.ts',
      'src/transaction/request-token-ledger.ts',
    ]);
  });

  it('alone brings items in', () => {
    const home = /^src\/(partition|storage)\//;
    expect(outside(home, /\bstore\??\.need\(/)).toEqual([]);
  });

  it('alone decides what goes into the log for an item', () => {
    const table = /^src\/partition\//;
    expect(outside(table, /\b(itemChanges|decideWrite|WriteRound|CollectionGrowth)\b/)).toEqual([]);
  });

  it('alone makes changes of items and of index entries: the store makes those of its records', () => {
    const home = /^src\/(partition|storage)\//;
    expect(outside(home, /\bkind: '(put|delete)',\s*tree\b/)).toEqual([]);
  });

  it('alone works out what an access costs', () => {
    const table = /^src\/(partition|capacity)\//;
    expect(outside(table, /\b(readUnits|writeUnits|transactionWriteUnits)\(/)).toEqual([]);
  });
});
