import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Device } from '../device/port.ts';
import { decodeDigest } from '../page/page-digest.ts';
import { lowFenceOf, pageKey } from '../page/page-key.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import type { LoadedPage } from '../tree/arrival/page-reader.ts';
import type { KeyDirectories } from '../tree/directory/key-directories.ts';
import type { Tree } from '../tree/tree.ts';

/**
 * Fences of pages, of those that were read, whose digest is damaged or of another page: their pages have to be written again. A page without a digest
 * is one that an earlier build has written.
 */
export async function falseDigests(
  device: Device,
  directories: KeyDirectories,
  tree: Tree,
  pages: ReadonlyMap<KeyBytes, LoadedPage>,
): Promise<ReadonlySet<KeyBytes>> {
  const lows = [...pages.keys()].sort();
  const first = lows[0];
  const last = lows.at(-1);
  if (first === undefined || last === undefined) return new Set();
  const to = pageKey(tree.id, last) + '\u0000';
  const found = new Set<KeyBytes>();
  for (const { key, bytes } of await device.readDigests(pageKey(tree.id, first), to)) {
    const low = lowFenceOf(key);
    const page = pages.get(low);
    if (page?.ok === true && isFalse(directories, tree, page.node, bytes)) found.add(low);
  }
  return found;
}

function isFalse(
  directories: KeyDirectories,
  tree: Tree,
  node: LeafNode,
  bytes: Uint8Array,
): boolean {
  const digest = decodeDigest(bytes);
  if (digest === undefined) return true;
  if (digest.tree !== tree.id || digest.low !== node.low) return true;
  if (digest.lsn === node.lsn) return directories.contradicts(digest, node);
  // The page may have been written since it was read.
  return tree.loadedFor(node.low) === undefined && tree.written.get(node.low) !== digest.lsn;
}
