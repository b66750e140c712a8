import type { Cargo } from '../log/log-events.ts';
import type { Lsn } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import type { Boarded } from './encoded-page.ts';
import { PageCargo } from './page-cargo.ts';
import type { Superblock } from './superblock.ts';
import { encodeSuperblock } from './superblock.ts';
import { rootsOf } from './tree-roots.ts';

/**
 * Pages that turned out to hold another item than was counted go together with the counts as they are now, and before all else: a page there without the
 * counts, or they without it, and an opening would count wrongly, or twice. `settle` hears what is on the device then, or undefined.
 */
export function boardMiscounted(
  forest: Forest,
  previous: Superblock,
  lastLsn: Lsn,
  settle: (boarded: readonly Boarded[], landed: Superblock | undefined) => void,
): Cargo {
  const { arrivals } = forest;
  const { miscounted } = arrivals;
  arrivals.miscounted = [];
  const cargo = new PageCargo();
  for (const { tree, low } of miscounted) if (forest.find(tree.id) === tree) cargo.take(tree, low);
  const { boarded, putPages, dropPages } = cargo;
  const block: Superblock = {
    ...previous,
    sequence: previous.sequence + 1,
    countsLsn: lastLsn,
    counts: rootsOf(forest),
  };
  return {
    putPages,
    dropPages,
    putMeta: encodeSuperblock(block),
    trimLogBelow: undefined,
    strict: false,
    settle: (landed) => {
      settle(boarded, landed ? block : undefined);
      if (!landed) arrivals.miscounted.push(...miscounted);
    },
  };
}
