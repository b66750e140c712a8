import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Lsn, TreeId } from '../store.ts';
import { findText, textItem } from '../../testing/text-rows.ts';
import type { BufferedChange } from './change-buffer.ts';
import { fingerprintsOf } from '../../kernel/fingerprint.ts';
import { KeyDirectories } from './directory/key-directories.ts';
import { LeafNode } from './leaf-node.ts';
import { mergeInto } from './arrival/page-merge.ts';
import { Tree } from './tree.ts';

const DIRECTORIES = new KeyDirectories(0, fingerprintsOf('', 44));

const keys = (...names: string[]): KeyBytes[] => names as KeyBytes[];

describe('a tree', () => {
  it('finds the page of a key by its fences, whichever key was looked for before', () => {
    const tree = new Tree(
      7 as TreeId,
      keys('', 'a fence longer than engines copy', 'd', 'k'),
      1_000,
      DIRECTORIES,
    );
    const wanted = keys('', 'a', 'b', 'czzz', 'd', 'da', 'jzzz', 'k', 'z');
    const expected = new Map(
      wanted.map((key) => [key, tree.fences.filter((fence) => fence <= key).length - 1]),
    );
    for (const before of wanted) {
      for (const key of wanted) {
        tree.indexOf(before);
        expect(tree.indexOf(key), `${key} after ${before}`).toBe(expected.get(key));
      }
    }
  });

  it('finds the page of a key after the fences have changed', () => {
    const tree = new Tree(7 as TreeId, keys('', 'k'), 1_000, DIRECTORIES);
    expect(tree.indexOf('g' as KeyBytes)).toBe(0);
    tree.fences.splice(1, 0, ...keys('e'));
    expect(tree.indexOf('g' as KeyBytes)).toBe(1);
    tree.fences.splice(1, 2);
    expect(tree.indexOf('z' as KeyBytes)).toBe(0);
  });
});

describe('frozen changes', () => {
  const change = (value: string, lsn: number): BufferedChange => ({
    item: textItem(value),
    lsn: lsn as Lsn,
    sharesRow: false,
  });
  const K = 'k' as KeyBytes;
  const treeOfOnePage = (): Tree => new Tree(7 as TreeId, ['' as KeyBytes], 1_000, DIRECTORIES);
  const page = (): LeafNode =>
    new LeafNode('' as KeyBytes, [K], [textItem('on the page')], 3 as Lsn, true);

  it('are below what is buffered later: taking that back shows them again', () => {
    const tree = treeOfOnePage();
    tree.buffer(K, change('frozen', 5), 11);
    tree.freeze();
    const later = change('later', 6);
    const previous = tree.buffer(K, later, 6);
    expect(findText(previous?.item)).toBe('frozen');
    tree.unbuffer(K, later, 6, previous);
    const node = page();
    tree.install(node, 9 as Lsn);
    mergeInto(tree, node, { inRuns: [], nextLsn: 9 as Lsn, uncovered: () => undefined });
    expect(findText(node.find(K))).toBe('frozen');
    expect([node.isInRuns, node.recLsn]).toEqual([true, 0]);
  });

  it('that are refused after their page came in leave the node to hold what they covered', () => {
    const tree = treeOfOnePage();
    tree.buffer(K, change('durable', 5), 11);
    tree.buffer(K, change('refused', 6), 7);
    tree.freeze();
    const node = page();
    tree.install(node, 9 as Lsn);
    mergeInto(tree, node, { inRuns: [], nextLsn: 9 as Lsn, uncovered: () => undefined });
    tree.set(K, textItem('durable'), 6 as Lsn);
    tree.refused(6 as Lsn);
    expect(tree.frozen).toBeUndefined();
    expect(node.recLsn).toBe(5);
  });
});
