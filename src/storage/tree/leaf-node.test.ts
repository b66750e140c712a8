import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { textItem } from '../../testing/text-rows.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn } from '../store.ts';
import { LeafNode } from './leaf-node.ts';

const LEAF_BYTES = 1_000;

const item = (bytes: number): StoredItem => textItem('x'.repeat(bytes));
const keysOf = (node: LeafNode): KeyBytes[] =>
  Array.from({ length: node.count }, (_, i) => node.keyAt(i));

function nodeOf(low: string, keys: readonly string[], isOnDevice: boolean): LeafNode {
  const items = keys.map(() => item(LEAF_BYTES / 4));
  return new LeafNode(low as KeyBytes, [...keys] as KeyBytes[], items, 7 as Lsn, isOnDevice);
}

describe('a leaf node', () => {
  it('knows, joined, split and joined again, every page on the device that it replaces', () => {
    const left = nodeOf('', ['a', 'b'], true);
    left.absorb(nodeOf('c', ['c'], true));
    left.set('d' as KeyBytes, item(LEAF_BYTES));
    const upper = left.split('d' as KeyBytes, LEAF_BYTES);
    expect(keysOf(left)).toEqual(['a', 'b', 'c']);
    expect(left.absorbed).toEqual(['c']);
    left.absorb(upper);
    expect(left.absorbed).toEqual(['c']);
    left.set('c' as KeyBytes, item(LEAF_BYTES));
    left.set('d' as KeyBytes, undefined);
    const again = left.split('c' as KeyBytes, LEAF_BYTES);
    expect(again.low).toBe('c');
    left.absorb(again);
    expect(left.absorbed).toEqual(['c']);
  });
});
