import type { TreeId } from '../store.ts';
import { birthLsn } from './tree-id.ts';

/** A set of trees in 32 bits. It never misses a tree that was added; it may seem to hold a few that were not. */
export type TreeSet = number & { readonly brand: 'TreeSet' };

export const NO_TREES = 0 as TreeSet;
export const ALL_TREES = 0xffff_ffff as TreeSet;

/** Bits that the system's trees have for themselves. */
const SYSTEM_TREES = 2;

function bitOf(tree: TreeId): number {
  return tree < SYSTEM_TREES ? tree : SYSTEM_TREES + (birthLsn(tree) % (32 - SYSTEM_TREES));
}

export function withTree(set: TreeSet, tree: TreeId): TreeSet {
  return union(set, ((1 << bitOf(tree)) >>> 0) as TreeSet);
}

export function union(a: TreeSet, b: TreeSet): TreeSet {
  return ((a | b) >>> 0) as TreeSet;
}

export function mayHold(set: TreeSet, tree: TreeId): boolean {
  return ((set >>> bitOf(tree)) & 1) === 1;
}
