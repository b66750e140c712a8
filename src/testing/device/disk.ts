import { digestsOf } from '../../storage/device/memory.ts';
import type { StoredDigest, StoredFrame, WriteBatch } from '../../storage/device/port.ts';
import { ALL_LEAF_PAGES } from '../../storage/page/page-key.ts';

/** What a device holds, as plain maps; batches are applied whole. */
export class Disk {
  readonly frames = new Map<number, Uint8Array>();
  readonly pages = new Map<string, Uint8Array>();
  readonly digests = new Map<string, Uint8Array>();
  readonly meta = new Map<string, Uint8Array>();
  /** How often the keys of leaf pages were listed. Rows of the reserve are few, whatever the tables hold. */
  listings = 0;

  /** Bytes of all values. */
  get bytes(): number {
    let bytes = 0;
    for (const rows of [this.frames, this.pages, this.digests, this.meta])
      for (const value of rows.values()) bytes += value.length;
    return bytes;
  }

  /** Whether a frame of the batch is taken already. */
  collides(batch: WriteBatch): boolean {
    return batch.addFrames.some(({ lsn }) => this.frames.has(lsn));
  }

  apply(batch: WriteBatch): void {
    for (const { lsn, bytes } of batch.addFrames) this.frames.set(lsn, bytes);
    for (const { from, to } of batch.dropPages) {
      for (const key of this.pages.keys()) if (from <= key && key < to) this.#drop(key);
    }
    for (const { key, bytes, digest } of batch.putPages) {
      this.pages.set(key, bytes);
      if (digest === undefined) this.digests.delete(key);
      else this.digests.set(key, digest);
    }
    if (batch.trimLogBelow !== undefined) {
      for (const lsn of this.frames.keys()) if (lsn < batch.trimLogBelow) this.frames.delete(lsn);
    }
    for (const { name, bytes } of batch.putMeta) this.meta.set(name, bytes);
  }

  #drop(key: string): void {
    this.pages.delete(key);
    this.digests.delete(key);
  }

  readLog(fromLsn: number, limit: number): StoredFrame[] {
    return [...this.frames]
      .filter(([lsn]) => lsn >= fromLsn)
      .sort(([a], [b]) => a - b)
      .slice(0, limit)
      .map(([lsn, bytes]) => ({ lsn, bytes }));
  }

  newestLsn(): number | undefined {
    return [...this.frames.keys()].sort((a, b) => a - b).at(-1);
  }

  listPages(from: string, to: string, limit?: number): string[] {
    if (from < ALL_LEAF_PAGES.to) this.listings++;
    return this.#namesOf(from, to).slice(0, limit);
  }

  readDigests(from: string, to: string, limit?: number): readonly StoredDigest[] {
    return digestsOf(this.#namesOf(from, to).slice(0, limit), this.digests);
  }

  #namesOf(from: string, to: string): string[] {
    return [...this.pages.keys()].filter((key) => from <= key && key < to).sort();
  }

  copy(): Disk {
    const copy = new Disk();
    for (const [lsn, bytes] of this.frames) copy.frames.set(lsn, bytes);
    for (const [key, bytes] of this.pages) copy.pages.set(key, bytes);
    for (const [key, bytes] of this.digests) copy.digests.set(key, bytes);
    for (const [name, bytes] of this.meta) copy.meta.set(name, bytes);
    return copy;
  }
}
