import { jsonOfRow } from '../../partition/image/stored-image.ts';
import { attributeNames } from '../../placement/attribute-names.ts';
import { findTable } from '../../placement/table-catalog.ts';
import type { DestroyableDevices, Device, StoredFrame } from '../../storage/device/port.ts';
import type { LoggedChange } from '../../storage/log/log-record.ts';
import { readLog } from '../../storage/log/log-scan.ts';
import { isSystemTree } from '../../storage/system-tree.ts';
import type { Change, Lsn } from '../../storage/store.ts';
import { fakeStore } from '../fake-store.ts';
import type { Disk } from '../device/disk.ts';

/** A write of one item as a Region's log has it. */
export interface LoggedWrite {
  readonly key: string;
  /** Undefined for a deletion. */
  readonly text: string | undefined;
  readonly stamp: number;
  readonly region: string;
}

/** Every frame that a Region's disk has ever held and not lost: also those that the log was trimmed of. */
export class LogArchive {
  readonly region: string;
  readonly #frames = new Map<number, Uint8Array>();

  constructor(region: string) {
    this.region = region;
  }

  /** Devices that keep what is written through them, and what they are about to trim: a batch may land after its writer died. */
  watching(devices: DestroyableDevices & { readonly disk: Disk }): DestroyableDevices {
    return {
      destroyed: devices.destroyed,
      destroy: () => devices.destroy(),
      open: async (options) => {
        const opened = await devices.open(options);
        const { device } = opened;
        const watched: Device = {
          readMeta: (name) => device.readMeta(name),
          readLog: (from, limit) => device.readLog(from, limit),
          newestLsn: () => device.newestLsn(),
          listPages: (...range) => device.listPages(...range),
          readPages: (keys) => device.readPages(keys),
          readDigests: (...range) => device.readDigests(...range),
          write: async (batch, durability) => {
            if (batch.trimLogBelow !== undefined) this.absorb(devices.disk);
            await device.write(batch, durability);
            for (const { lsn, bytes } of batch.addFrames) this.#frames.set(lsn, bytes);
          },
          close: () => device.close(),
        };
        return { ...opened, device: watched };
      },
    };
  }

  /** Takes in what is on the disk: also what landed when nobody waited for it any more. */
  absorb(disk: Disk): void {
    for (const [lsn, bytes] of disk.frames) this.#frames.set(lsn, bytes);
  }

  /** A power cut has taken back everything that is not on the disk. */
  forgetBeyond(disk: Disk): void {
    const last = Math.max(0, ...disk.frames.keys());
    for (const lsn of this.#frames.keys()) if (lsn > last) this.#frames.delete(lsn);
    this.absorb(disk);
  }

  /** The writes that were made in this Region to a table, in the order of its log. */
  async writes(tableName: string): Promise<LoggedWrite[]> {
    const trees = new Set<number>();
    const writes: LoggedWrite[] = [];
    const system = fakeStore();
    const first = Math.min(...this.#frames.keys());
    for await (const piece of readLog(this.#device(), first as Lsn, undefined)) {
      if (piece.kind === 'gap') throw new Error(`a gap in the log of ${this.region}`);
      for (const { changes } of piece.group.records) {
        system.append(changes.filter(({ tree }) => isSystemTree(tree)).map(again));
        const record = findTable(system, tableName)?.record;
        if (record !== undefined) trees.add(record.tree);
        for (const change of changes) {
          if (change.kind === 'dropTree') continue;
          if (!trees.has(change.tree)) continue;
          const { stamp, origin } = change.kind === 'put' ? change.item : change.version;
          const isNothing = change.kind === 'delete' && change.oldSizeBytes === undefined;
          if (origin !== 0 || isNothing) continue;
          const names = attributeNames(system, change.tree);
          const text = change.kind === 'put' ? jsonOfRow(change.item, names) : undefined;
          writes.push({ key: change.key, text, stamp, region: this.region });
        }
      }
    }
    return writes;
  }

  #device(): Device {
    const sorted = [...this.#frames].sort(([a], [b]) => a - b);
    const frames = sorted.map(([lsn, bytes]): StoredFrame => ({ lsn, bytes }));
    const nothing = (): never => {
      throw new Error('only the log is read');
    };
    return {
      readMeta: nothing,
      readLog: async (from, limit) => frames.filter(({ lsn }) => lsn >= from).slice(0, limit),
      newestLsn: nothing,
      listPages: nothing,
      readPages: nothing,
      readDigests: nothing,
      write: nothing,
      close: () => undefined,
    };
  }
}

/** The change, to be applied to another store. */
function again(change: LoggedChange): Change {
  if (change.kind !== 'put') return change;
  const { kind, tree, key, item } = change;
  return { kind, tree, key, row: item, sizeBytes: item.sizeBytes };
}

/** The items that are left when the last writer wins: text by key. */
export function lastWriters(writes: readonly LoggedWrite[]): Map<string, string> {
  const last = new Map<string, LoggedWrite>();
  for (const write of writes) {
    const known = last.get(write.key);
    const isLater =
      known === undefined ||
      write.stamp > known.stamp ||
      (write.stamp === known.stamp && write.region > known.region);
    if (isLater) last.set(write.key, write);
  }
  const items = new Map<string, string>();
  for (const [key, { text }] of last) if (text !== undefined) items.set(key, text);
  return items;
}
