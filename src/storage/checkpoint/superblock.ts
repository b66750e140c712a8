import type { ByteReader } from '../../kernel/byte-reader.ts';
import type { ByteWriter } from '../../kernel/byte-writer.ts';
import { blockWriter, magicOf, sealed, unseal } from '../checksum-seal.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import type { Lsn, TreeCounts, TreeId } from '../store.ts';
import type { RunRef } from '../run/run-codec.ts';
import type { TreeSet } from '../tree/tree-set.ts';

/**
 * Where recovery starts. Two slots; the valid one with the higher `sequence` wins, and the log is kept from the older one's
 * start, so either slot alone is enough to recover.
 */
export interface Superblock {
  readonly storeId: string;
  /** Number of the owner: rises at every opening. */
  readonly epoch: number;
  /** Number of the owner that moved the checkpoint last. */
  readonly checkpointEpoch: number;
  readonly sequence: number;
  /** First log record that pages may lack; the start of a group. */
  readonly redoFromLsn: Lsn;
  /** `headerCrc` of the frame before `redoFromLsn`. */
  readonly redoPrevCrc: number;
  /** First record still in the log. */
  readonly logFromLsn: Lsn;
  /**
   * 0, or the end of a stretch of the log that was damaged beyond reading: a page older than this may lack a write and is
   * not served.
   */
  readonly suspectLsn: Lsn;
  /** Trees that stretch can have concerned. */
  readonly suspectTrees: TreeSet;
  /** Trees as of `countsLsn`: their counts, and whether the device held their first page. */
  readonly countsLsn: Lsn;
  readonly counts: readonly TreeRoot[];
  /** Sorted runs, oldest first: what they hold of records before `redoFromLsn` pages may lack. */
  readonly runs: readonly RunRef[];
}

/** What the superblock tells of a tree. */
export interface TreeRoot extends TreeCounts {
  readonly tree: TreeId;
  readonly isStored: boolean;
  /** Checksum of the branch page that names every leaf page of the tree; 0 where there is none such. */
  readonly branchCrc: number;
}

const MAGIC = magicOf('HSB1');
/** Format that this build writes, and the oldest build's format that may read it. Format 1 had neither checksums of branch pages nor
 * `checkpointEpoch`; the log of format 2 had no puts that share their text; that of format 3 no marked changes and no notes, its pages no origins; that of format 4
 * no times of the clock; format 5 had no runs; up to format 6 items were text. */
const FORMAT = 7;
const FORMAT_WITH_RUNS = 6;
const SLOTS = ['superblock-0', 'superblock-1'] as const;

export function encodeSuperblock(block: Superblock): WriteBatch['putMeta'] {
  const writer = blockWriter(256 + block.counts.length * 32);
  writer.u16(FORMAT);
  writer.u16(FORMAT);
  writer.u16(block.storeId.length);
  writer.oneByteString(block.storeId);
  writer.u32(block.epoch);
  writer.f64(block.sequence);
  writer.f64(block.redoFromLsn);
  writer.u32(block.redoPrevCrc);
  writer.f64(block.logFromLsn);
  writer.f64(block.suspectLsn);
  writer.u32(block.suspectTrees);
  writer.f64(block.countsLsn);
  writer.u32(block.counts.length);
  for (const root of block.counts) {
    writer.f64(root.tree);
    writer.f64(root.items);
    writer.f64(root.sizeBytes);
    writer.u8(root.isStored ? 1 : 0);
    writer.u32(root.branchCrc);
  }
  writer.u32(block.checkpointEpoch);
  encodeRuns(writer, block.runs);
  const bytes = sealed(MAGIC, writer).slice();
  return [{ name: SLOTS[block.sequence % 2 === 0 ? 0 : 1], bytes }];
}

function encodeRuns(writer: ByteWriter, runs: readonly RunRef[]): void {
  writer.u32(runs.length);
  for (const run of runs) {
    writer.u32(run.epoch);
    writer.u32(run.number);
    writer.u32(run.rows);
    writer.u32(run.fromRow);
    writer.f64(run.fromLsn);
    writer.f64(run.lastLsn);
    writer.u32(run.headCrc);
  }
}

function decodeRuns(reader: ByteReader): readonly RunRef[] {
  return Array.from({ length: reader.u32() }, () => ({
    epoch: reader.u32(),
    number: reader.u32(),
    rows: reader.u32(),
    fromRow: reader.u32(),
    fromLsn: reader.f64() as Lsn,
    lastLsn: reader.f64() as Lsn,
    headCrc: reader.u32(),
  }));
}

/** What a slot held. */
type Slot =
  | { readonly kind: 'valid'; readonly block: Superblock }
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' };

function decodeSuperblock(bytes: Uint8Array | undefined): Slot {
  if (bytes === undefined) return { kind: 'absent' };
  try {
    const sealedBlock = unseal(MAGIC, bytes);
    if (!sealedBlock.ok) return { kind: 'damaged' };
    const reader = sealedBlock.content;
    const format = reader.u16();
    if (reader.u16() > FORMAT) return { kind: 'newer' };
    const storeId = reader.oneByteString(reader.u16());
    const head = {
      storeId,
      epoch: reader.u32(),
      sequence: reader.f64(),
      redoFromLsn: reader.f64() as Lsn,
      redoPrevCrc: reader.u32(),
      logFromLsn: reader.f64() as Lsn,
      suspectLsn: reader.f64() as Lsn,
      suspectTrees: reader.u32() as TreeSet,
      countsLsn: reader.f64() as Lsn,
    };
    const counts = Array.from({ length: reader.u32() }, () => ({
      tree: reader.f64() as TreeId,
      items: reader.f64(),
      sizeBytes: reader.f64(),
      isStored: reader.u8() === 1,
      branchCrc: format >= 2 ? reader.u32() : 0,
    }));
    const checkpointEpoch = format >= 2 ? reader.u32() : head.epoch;
    const runs = format >= FORMAT_WITH_RUNS ? decodeRuns(reader) : [];
    return { kind: 'valid', block: { ...head, counts, checkpointEpoch, runs } };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'damaged' };
    throw error;
  }
}

/** The superblock to recover from, or why there is none. */
export type FoundSuperblock =
  | { readonly kind: 'valid'; readonly block: Superblock; readonly damagedSlots: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer' };

export async function readSuperblock(device: Device): Promise<FoundSuperblock> {
  const slots = await Promise.all(
    SLOTS.map(async (name) => decodeSuperblock(await device.readMeta(name))),
  );
  if (slots.some((slot) => slot.kind === 'newer')) return { kind: 'newer' };
  const blocks = slots.flatMap((slot) => (slot.kind === 'valid' ? [slot.block] : []));
  const damagedSlots = slots.filter((slot) => slot.kind === 'damaged').length;
  blocks.sort((a, b) => b.sequence - a.sequence);
  if (blocks[0] !== undefined) return { kind: 'valid', block: blocks[0], damagedSlots };
  return damagedSlots > 0 ? { kind: 'damaged' } : { kind: 'absent' };
}
