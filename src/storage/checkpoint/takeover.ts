import type { World } from '../../kernel/world.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import { DeviceFault, EMPTY_BATCH } from '../device/port.ts';
import { encodeRecordHead } from '../log/log-record.ts';
import { CommitGroup } from '../log/commit-group.ts';
import type { LogEnd } from '../log/replication-log.ts';
import { nextStamp } from '../log/version-stamp.ts';
import { Reserve } from '../quota/reserve.ts';
import type { Lsn } from '../store.ts';
import type { Redo } from './redo.ts';
import type { Superblock } from './superblock.ts';
import { encodeSuperblock } from './superblock.ts';

/** Where the log of a new owner begins. */
export interface Takeover {
  readonly position: LogEnd;
  /** Start of the group that was written, if it was. */
  readonly groups: readonly { readonly firstLsn: Lsn; readonly prevCrc: number }[];
  /** Rows of the reserve that are left. */
  readonly reserveRows: number;
}

/**
 * Takes ownership: one transaction with the new epoch and a frame at the next LSN, which fences off a former owner. A device that is
 * full gets it after the reserve is gone. Where even that is refused the store opens without: its first commit carries the epoch, and
 * until one is taken it is read.
 */
export async function takeOver(
  device: Device,
  world: World,
  redo: Redo,
  superblock: Superblock,
  reserveRows: number,
): Promise<Takeover> {
  const { epoch } = superblock;
  const group = new CommitGroup(redo.nextLsn);
  const stamp = nextStamp(redo.lastStamp, world.service.now());
  encodeRecordHead(group.keys, stamp, 0);
  group.seal();
  const { frames, lastCrc } = group.toFrames(epoch, redo.prevCrc);
  const putMeta = encodeSuperblock(superblock);
  const batch = { ...EMPTY_BATCH, addFrames: frames, putMeta };
  const written = {
    position: {
      epoch,
      nextLsn: (group.lastLsn + 1) as Lsn,
      prevCrc: lastCrc,
      lastStamp: stamp,
      owedMeta: [],
    },
    groups: [{ firstLsn: group.firstLsn, prevCrc: redo.prevCrc }],
  };
  if (await hasRoomFor(device, batch)) return { ...written, reserveRows };
  const reserve = new Reserve(device, world.random, reserveRows);
  if ((await reserve.release()) && (await hasRoomFor(device, batch)))
    return { ...written, reserveRows: 0 };
  const { nextLsn, prevCrc } = redo;
  return {
    position: { epoch, nextLsn, prevCrc, lastStamp: stamp, owedMeta: putMeta },
    groups: [],
    reserveRows: reserve.rows,
  };
}

async function hasRoomFor(device: Device, batch: WriteBatch): Promise<boolean> {
  try {
    await device.write(batch, 'relaxed');
    return true;
  } catch (error) {
    if (error instanceof DeviceFault && error.kind === 'quota') return false;
    throw error;
  }
}
