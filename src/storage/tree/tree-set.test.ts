import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lsn, TreeId } from '../store.ts';
import { CATALOG_TREE, LEDGER_TREE } from '../system-tree.ts';
import { treeIdOf } from './tree-id.ts';
import { ALL_TREES, mayHold, NO_TREES, union, withTree } from './tree-set.ts';

const trees = fc.oneof(
  fc.constantFrom(CATALOG_TREE, LEDGER_TREE),
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 0, max: 63 }))
    .map(([lsn, ordinal]) => treeIdOf(lsn as Lsn, ordinal)),
);

const setOf = (members: readonly TreeId[]): typeof NO_TREES => members.reduce(withTree, NO_TREES);

describe('a tree set', () => {
  it('holds every tree that was added, alone and in unions, and survives 32 bits', () => {
    fc.assert(
      fc.property(fc.array(trees), fc.array(trees), (left, right) => {
        const set = union(setOf(left), setOf(right));
        expect(set >>> 0).toBe(set);
        for (const tree of [...left, ...right]) expect(mayHold(set, tree)).toBe(true);
      }),
    );
  });

  it('never takes a table for the catalog or the ledger', () => {
    fc.assert(
      fc.property(fc.array(trees.filter((tree) => tree > LEDGER_TREE)), (tables) => {
        expect(mayHold(setOf(tables), CATALOG_TREE)).toBe(false);
        expect(mayHold(setOf(tables), LEDGER_TREE)).toBe(false);
      }),
    );
  });

  it('is empty, or everything', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(mayHold(NO_TREES, tree)).toBe(false);
        expect(mayHold(ALL_TREES, tree)).toBe(true);
      }),
    );
  });
});
