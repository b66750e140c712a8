/** The bytes of every format on the disk, as files: a value is written as they say, and they are read as that value. */
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { decodeBranchPage, encodeBranchPage } from '../../storage/page/branch-page.ts';
import { entriesOf } from '../../storage/page/entries.ts';
import { decodePage, encodePage } from '../../storage/page/page-codec.ts';
import type { PageHead } from '../../storage/page/page-head.ts';
import { cutIntoPieces, joinPieces } from '../../storage/page/page-pieces.ts';
import type { RunName } from '../../storage/page/page-key.ts';
import {
  branchPageKey,
  HEAD_ROW,
  lowFenceOf,
  pageKey,
  pieceKey,
  reserveKey,
  runRowKey,
  treeOf,
} from '../../storage/page/page-key.ts';
import { storedItem } from '../../storage/stored-item.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import { contentOf, textRow } from '../text-rows.ts';
import { golden } from './golden.ts';
import { bytesOfText } from './hex.ts';

const STAMP = 1_700_000_000_000 * 1_024;
const TREE = 130 as TreeId;
const RUN: RunName = { epoch: 3, number: 0x89abcdef };
const TEXT = '{"a":{"S":"é"}}';
const LOW = '\u0001low\u00ff' as KeyBytes;

describe('pages', () => {
  it('a leaf page, in the piece that is stored', async () => {
    const head: PageHead = { tree: TREE, low: LOW, high: 'z' as KeyBytes, lsn: 9 as Lsn };
    const keys = ['k1', 'k2'] as unknown as readonly KeyBytes[];
    const items = [
      storedItem(textRow(TEXT), 4, { stamp: STAMP, origin: 0 }),
      storedItem(textRow('{}'), 0, { stamp: STAMP + 1, origin: 3 }),
    ];
    const [piece] = cutIntoPieces(encodePage(head, entriesOf(keys, items)).bytes);
    const decoded = decodePage(joinPieces([golden('leaf-page', piece!)]));
    if (!decoded.ok) throw new Error(decoded.reason);
    const { entries, ...rest } = decoded.page;
    expect(rest).toEqual(head);
    expect(entries.count).toBe(2);
    keys.forEach((key, i) => {
      expect(entries.keyAt(i)).toBe(key);
      expect(contentOf(entries.itemAt(i))).toEqual(contentOf(items[i]!));
    });
  });

  it('a branch page, in the piece that is stored', async () => {
    const versions = new Map([
      ['' as KeyBytes, 4 as Lsn],
      [LOW, 9 as Lsn],
    ]);
    const [piece] = cutIntoPieces(encodeBranchPage(TREE, versions));
    const bytes = golden('branch-page', piece!);
    expect(decodeBranchPage(TREE, joinPieces([bytes]))?.versions).toEqual(versions);
  });

  it.each([
    ['leaf', pageKey(TREE, LOW)],
    ['piece', pieceKey(TREE, LOW, 2)],
    ['branch', branchPageKey(TREE, 1)],
    ['reserve', reserveKey(5)],
    ['run-row', runRowKey(RUN, HEAD_ROW, 1)],
  ])('the name of a page: %s', async (kind, name) => {
    expect(golden(`name-of-${kind}`, bytesOfText(name))).toEqual(bytesOfText(name));
  });

  it('tell their tree and low fence by their names', () => {
    const name = pageKey(TREE, LOW);
    expect([treeOf(name), lowFenceOf(name)]).toEqual([TREE, LOW]);
  });
});
