import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { StoredItem } from '../stored-item.ts';
import type { Lsn } from '../store.ts';
import { LEAF_BYTES_MAX, LeafNode } from './leaf-node.ts';

const item = (textBytes: number): StoredItem => {
  return { text: 'x'.repeat(textBytes), textBytes, sizeBytes: textBytes, stamp: 1, origin: 0 };
};

function nodeOf(low: string, keys: readonly string[], isOnDevice: boolean): LeafNode {
  const items = keys.map(() => item(LEAF_BYTES_MAX / 4));
  return new LeafNode(low as KeyBytes, [...keys] as KeyBytes[], items, 7 as Lsn, isOnDevice);
}

describe('a leaf node', () => {
  it('knows, joined, split and joined again, every page on the device that it replaces', () => {
    const left = nodeOf('', ['a', 'b'], true);
    left.absorb(nodeOf('c', ['c'], true));
    left.set('d' as KeyBytes, item(LEAF_BYTES_MAX));
    const upper = left.split('d' as KeyBytes);
    expect(left.keys).toEqual(['a', 'b', 'c']);
    expect(left.absorbed).toEqual(['c']);
    left.absorb(upper);
    expect(left.absorbed).toEqual(['c']);
    left.set('c' as KeyBytes, item(LEAF_BYTES_MAX));
    left.set('d' as KeyBytes, undefined);
    const again = left.split('c' as KeyBytes);
    expect(again.low).toBe('c');
    left.absorb(again);
    expect(left.absorbed).toEqual(['c']);
  });
});
