import { describe, expect, it } from 'vitest';
import { Disk } from '../../testing/device/disk.ts';
import { diskDevices } from '../../testing/device/disk-devices.ts';
import type { Lsn } from '../store.ts';
import { CommitGroup } from './commit-group.ts';
import { encodeRecordHead } from './log-record.ts';
import { readLog } from './log-scan.ts';

/** A log of `count` groups of one empty record each. */
function logOf(count: number): Disk {
  const disk = new Disk();
  let chain = 0;
  for (let lsn = 1; lsn <= count; lsn++) {
    const group = new CommitGroup(lsn as Lsn);
    encodeRecordHead(group.keys, lsn, 0);
    group.seal();
    const { frames, lastCrc } = group.toFrames(1, chain);
    for (const frame of frames) disk.frames.set(frame.lsn, frame.bytes);
    chain = lastCrc;
  }
  return disk;
}

/** What reading tells, piece by piece: LSNs, and faults. */
async function read(disk: Disk): Promise<readonly string[]> {
  const { device } = await diskDevices(disk).open({ mustExist: true });
  const told: string[] = [];
  for await (const piece of readLog(device, 1 as Lsn, 0)) {
    if (piece.kind === 'gap') told.push(`gap at ${String(piece.fromLsn)}: ${piece.fault}`);
    else told.push([piece.group.firstLsn, piece.group.fault].join(' ').trim());
  }
  return told;
}

describe('reading the log', () => {
  it('goes through whole groups in order', async () => {
    expect(await read(logOf(3))).toEqual(['1', '2', '3']);
  });

  it('finds a frame that stands in the place of another, at the end of the log too', async () => {
    const disk = logOf(3);
    disk.frames.set(3, disk.frames.get(2) ?? new Uint8Array());
    expect(await read(disk)).toEqual(['1', '2', 'gap at 3: another frame is stored in its place']);
  });

  it('finds a missing frame by the next one', async () => {
    const disk = logOf(3);
    disk.frames.delete(2);
    expect(await read(disk)).toEqual(['1', 'gap at 2: frames are missing', '3']);
  });
});
