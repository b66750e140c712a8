import { randomUuid } from '../../kernel/random.ts';
import type { World } from '../../kernel/world.ts';
import type { Device } from '../device/port.ts';
import { DeviceFault } from '../device/port.ts';
import { ALL_LEAF_PAGES } from '../page/page-key.ts';
import { StoreRefused } from '../store-refused.ts';
import type { Lsn } from '../store.ts';
import { NO_TREES } from '../tree/tree-set.ts';
import { readDestructionMark } from './destruction-mark.ts';
import type { Superblock } from './superblock.ts';
import { readSuperblock } from './superblock.ts';

/** Where a store is looked for, and which one. */
interface Sought {
  readonly device: Device;
  readonly world: World;
  /** The store that is remembered to be here. */
  readonly expectedStoreId: string | undefined;
}

/** The superblock of the store on the device, or of a new one where there is none. Rejects with {@link StoreRefused} where another was expected. */
export async function findSuperblock({
  device,
  world,
  expectedStoreId,
}: Sought): Promise<Superblock> {
  const [found, condemned] = await Promise.all([
    readSuperblock(device),
    readDestructionMark(device),
  ]);
  if (condemned !== undefined)
    throw new StoreRefused('destroyed', 'this database is being destroyed');
  if (found.kind === 'newer') {
    throw new StoreRefused(
      'newer-format',
      'this database was written by a newer version of hashrange',
    );
  }
  if (found.kind === 'valid') {
    if (expectedStoreId !== undefined && expectedStoreId !== found.block.storeId) {
      throw new StoreRefused(
        'storage-lost',
        'another database stands where the remembered one was',
        { lost: expectedStoreId },
      );
    }
    return found.block;
  }
  const isEmpty =
    (await device.readLog(0, 1)).length === 0 &&
    (await device.listPages(ALL_LEAF_PAGES.from, ALL_LEAF_PAGES.to)).length === 0;
  if (!isEmpty || found.kind === 'damaged') {
    throw new StoreRefused(
      'storage-damaged',
      'the superblock of this database is missing or damaged',
    );
  }
  if (expectedStoreId !== undefined) {
    throw new StoreRefused(
      'storage-lost',
      'the browser has lost this database: it is empty although it held data before',
      { lost: expectedStoreId },
    );
  }
  return {
    storeId: randomUuid(world.random),
    epoch: 0,
    checkpointEpoch: 0,
    sequence: 0,
    redoFromLsn: 1 as Lsn,
    redoPrevCrc: 0,
    logFromLsn: 1 as Lsn,
    suspectLsn: 0 as Lsn,
    suspectTrees: NO_TREES,
    countsLsn: 0 as Lsn,
    counts: [],
    runs: [],
  };
}

/**
 * Rejects with fault `fenced` where another owner has been here since the superblock was read. One that was stopped meanwhile may have
 * read the log of a store of which it knows an older state, or none: nothing in the log would stop it.
 */
export async function mustStandStill(device: Device, read: Superblock): Promise<void> {
  const now = await readSuperblock(device);
  const isSame =
    now.kind === 'valid'
      ? now.block.storeId === read.storeId && now.block.sequence === read.sequence
      : read.sequence === 0;
  if (!isSame) throw new DeviceFault('fenced', 'another owner took over during the opening');
}
