import type { Knobs } from '../../kernel/knobs.ts';
import type { Lsn } from '../store.ts';
import { CATALOG_TREE } from '../system-tree.ts';
import type { Forest } from '../tree/forest.ts';
import { PageFault } from '../tree/page-fault.ts';
import type { Superblock } from './superblock.ts';

/** Brings in what every first request needs, while the log is read: the catalog, and the fences of the first tables. */
export async function warmUp(
  forest: Forest,
  superblock: Superblock,
  { warmTrees, warmPages }: Knobs,
): Promise<void> {
  const lsn = (): Lsn => superblock.redoFromLsn;
  const trees = superblock.counts.filter(({ isStored }) => isStored).map(({ tree }) => tree);
  const first = trees.filter((tree) => tree !== CATALOG_TREE).slice(0, warmTrees);
  const warmCatalog = async (): Promise<void> => {
    await forest.load(new PageFault(CATALOG_TREE, []), lsn);
    const fences = forest.tree(CATALOG_TREE).fences.slice(0, warmPages);
    await forest.load(new PageFault(CATALOG_TREE, fences), lsn);
  };
  await Promise.all([
    warmCatalog(),
    ...first.map((tree) => forest.load(new PageFault(tree, []), lsn)),
  ]);
}
