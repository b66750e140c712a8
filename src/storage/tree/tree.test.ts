import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { TreeId } from '../store.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { KeyDirectories } from './key-directories.ts';
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
