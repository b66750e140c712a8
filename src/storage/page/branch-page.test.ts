import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { crcOf } from '../checksum-seal.ts';
import type { Lsn, TreeId } from '../store.ts';
import { decodeBranchPage, encodeBranchPage } from './branch-page.ts';

const TREE = 8_256 as TreeId;
const versions = new Map([
  ['' as KeyBytes, 7 as Lsn],
  ['\u0000\u00ff' as KeyBytes, (2 ** 40) as Lsn],
]);

describe('a branch page', () => {
  it('decodes to what was encoded', () => {
    const bytes = encodeBranchPage(TREE, versions);
    expect(decodeBranchPage(TREE, bytes)).toEqual({ versions, crc: crcOf(bytes) });
    expect(decodeBranchPage(TREE, encodeBranchPage(TREE, new Map()))?.versions.size).toBe(0);
  });

  it('names the fences in their order, whatever order they came in', () => {
    const backwards = new Map([...versions].reverse());
    const decoded = decodeBranchPage(TREE, encodeBranchPage(TREE, backwards));
    expect([...(decoded?.versions.keys() ?? [])]).toEqual([...versions.keys()]);
  });

  it('is not taken for that of another tree', () => {
    const bytes = encodeBranchPage(TREE, versions);
    expect(decodeBranchPage((TREE + 1) as TreeId, bytes)).toBeUndefined();
  });

  it('is found damaged whichever byte of it changes, and wherever it is cut', () => {
    const bytes = encodeBranchPage(TREE, versions);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      expect(decodeBranchPage(TREE, flipped), `byte ${String(at)}`).toBeUndefined();
      expect(decodeBranchPage(TREE, bytes.subarray(0, at))).toBeUndefined();
    }
  });
});
