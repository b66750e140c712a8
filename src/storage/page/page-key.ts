import { invariant } from '../../kernel/invariant.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { TreeId } from '../store.ts';

/**
 * Names of pages on the device. A leaf page is `0x00, tree (6 bytes, big-endian), low fence key`, so pages lie in the order of
 * their tree and key. A page larger than one stored value keeps its further pieces at
 * `0x01, tree, length of the fence (2 bytes), fence, piece number (2 bytes)`. A tree's branch page is at
 * `0x02, tree, piece number (2 bytes)`. Rows of the reserve are at `0x03, number (2 bytes)`. Piece `i` of a row of a sorted run is at
 * `0x04, epoch (4 bytes), run (4 bytes), row (4 bytes), i (2 bytes)`; its head is the row with the highest number.
 */
const LEAF = '\u0000';
const PIECE = '\u0001';
const BRANCH = '\u0002';
const RESERVE = '\u0003';
const RUN = '\u0004';
const NUMBER_BYTES = 4;
const TREE_BYTES = 6;

function bigEndian(value: number, bytes: number): string {
  let text = '';
  for (let rest = value, i = 0; i < bytes; i++) {
    text = String.fromCharCode(rest % 256) + text;
    rest = Math.floor(rest / 256);
  }
  return text;
}

function numberAt(text: string, at: number, bytes: number): number {
  let value = 0;
  for (let i = at; i < at + bytes; i++) value = value * 256 + text.charCodeAt(i);
  return value;
}

export function pageKey(tree: TreeId, low: KeyBytes): string {
  return LEAF + bigEndian(tree, TREE_BYTES) + low;
}

/** The low fence key in a leaf page's name. */
export function lowFenceOf(key: string): KeyBytes {
  return key.slice(1 + TREE_BYTES) as KeyBytes;
}

/** The tree in a leaf page's name. */
export function treeOf(key: string): TreeId {
  return numberAt(key, 1, TREE_BYTES) as TreeId;
}

export interface PageKeyRange {
  readonly from: string;
  readonly to: string;
}

function allOf(kind: string, tree: TreeId): PageKeyRange {
  return { from: kind + bigEndian(tree, TREE_BYTES), to: kind + bigEndian(tree + 1, TREE_BYTES) };
}

/** All leaf pages of one tree. */
export function leafPagesOf(tree: TreeId): PageKeyRange {
  return allOf(LEAF, tree);
}

/** All pieces of a tree's branch page. */
export function branchPagesOf(tree: TreeId): PageKeyRange {
  return allOf(BRANCH, tree);
}

/** Everything that is stored of one tree. */
export function allPagesOf(tree: TreeId): readonly PageKeyRange[] {
  return [LEAF, PIECE, BRANCH].map((kind) => allOf(kind, tree));
}

/** Name of piece `number` (from 0) of a tree's branch page. */
export function branchPageKey(tree: TreeId, number: number): string {
  return BRANCH + bigEndian(tree, TREE_BYTES) + bigEndian(number, 2);
}

/** Name of row `number` (from 0) of the reserve. */
export function reserveKey(number: number): string {
  return RESERVE + bigEndian(number, 2);
}

/** All rows of the reserve. */
export const RESERVE_ROWS: PageKeyRange = { from: RESERVE, to: '\u0004' };

/** Names a sorted run: the owner that wrote it, and which of its runs it is. */
export interface RunName {
  readonly epoch: number;
  readonly number: number;
}

/** Number of the row that is the head of a run. */
export const HEAD_ROW = 0xffffffff;

/** Name of piece `piece` (from 0) of a row of a run. */
export function runRowKey(run: RunName, row: number, piece: number): string {
  return runStem(run) + bigEndian(row, NUMBER_BYTES) + bigEndian(piece, 2);
}

/** All rows of a run, its head too. */
export function rowsOfRun(run: RunName): PageKeyRange {
  const stem = runStem(run);
  return { from: stem, to: stem + '\u00ff'.repeat(NUMBER_BYTES + 3) };
}

/** The rows of a run from `from` up to `to`. */
export function rowsBetween(run: RunName, from: number, to: number): PageKeyRange {
  return { from: runRowKey(run, from, 0), to: runRowKey(run, to, 0) };
}

function runStem({ epoch, number }: RunName): string {
  return RUN + bigEndian(epoch, NUMBER_BYTES) + bigEndian(number, NUMBER_BYTES);
}

/** The run in a row's name. */
export function runOf(key: string): RunName {
  return {
    epoch: numberAt(key, 1, NUMBER_BYTES),
    number: numberAt(key, 1 + NUMBER_BYTES, NUMBER_BYTES),
  };
}

/** All rows of all runs. */
export const ALL_RUN_ROWS: PageKeyRange = { from: RUN, to: '\u0005' };

/** All leaf pages of all trees. */
export const ALL_LEAF_PAGES: PageKeyRange = { from: LEAF, to: PIECE };

function pieceStem(tree: TreeId, low: KeyBytes): string {
  invariant(low.length < 65_536, 'a fence key fits its length field');
  return PIECE + bigEndian(tree, TREE_BYTES) + bigEndian(low.length, 2) + low;
}

/** Name of piece `number` (from 1) of a page. */
export function pieceKey(tree: TreeId, low: KeyBytes, number: number): string {
  return pieceStem(tree, low) + bigEndian(number, 2);
}

/** All further pieces of one page. */
export function piecesOfPage(tree: TreeId, low: KeyBytes): PageKeyRange {
  const stem = pieceStem(tree, low);
  return { from: stem, to: stem + '\u00ff\u00ff\u00ff' };
}
