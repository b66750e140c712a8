import { lowerBound } from '../../kernel/binary-search.ts';
import type { DestroyableDevices, Device, StoredDigest, StoredFrame, WriteBatch } from './port.ts';
import { DeviceFault } from './port.ts';

/** What a memory device holds; outlives its connections, as a disk does. */
interface MemoryState {
  readonly log: { lsns: number[]; frames: Map<number, Uint8Array> };
  readonly pages: {
    keys: string[];
    values: Map<string, Uint8Array>;
    digests: Map<string, Uint8Array>;
  };
  readonly meta: Map<string, Uint8Array>;
}

function emptyState(): MemoryState {
  return {
    log: { lsns: [], frames: new Map() },
    pages: { keys: [], values: new Map(), digests: new Map() },
    meta: new Map(),
  };
}

/** Devices that live in memory: every `open` of one opener sees the same bytes. */
export function memoryDevices(): DestroyableDevices {
  let state: MemoryState | undefined;
  const destroyed = new Set<string>();
  return {
    destroyed: {
      has: (storeId) => Promise.resolve(destroyed.has(storeId)),
      add: async (storeIds) => {
        for (const id of storeIds) destroyed.add(id);
      },
    },
    destroy: async () => {
      state = undefined;
    },
    open: ({ mustExist }) => {
      const isNew = state === undefined;
      if (isNew && mustExist) {
        return Promise.reject(new DeviceFault('lost', 'the memory device was destroyed'));
      }
      state ??= emptyState();
      const device = new MemoryDevice(state);
      return Promise.resolve({ device, isNew });
    },
  };
}

class MemoryDevice implements Device {
  readonly #state: MemoryState;
  #isClosed = false;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  readMeta(name: string): Promise<Uint8Array | undefined> {
    return this.#answer(() => this.#state.meta.get(name));
  }

  readLog(fromLsn: number, limit: number): Promise<readonly StoredFrame[]> {
    return this.#answer(() => {
      const { lsns, frames } = this.#state.log;
      const from = lowerBound(lsns, fromLsn);
      return lsns
        .slice(from, from + limit)
        .map((lsn) => ({ lsn, bytes: frames.get(lsn) ?? new Uint8Array() }));
    });
  }

  newestLsn(): Promise<number | undefined> {
    return this.#answer(() => this.#state.log.lsns.at(-1));
  }

  listPages(from: string, to: string, limit = Infinity): Promise<readonly string[]> {
    return this.#answer(() => {
      const { keys } = this.#state.pages;
      const start = lowerBound(keys, from);
      return keys.slice(start, Math.min(start + limit, lowerBound(keys, to)));
    });
  }

  readPages(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]> {
    return this.#answer(() => keys.map((key) => this.#state.pages.values.get(key)));
  }

  async readDigests(from: string, to: string, limit?: number): Promise<readonly StoredDigest[]> {
    const keys = await this.listPages(from, to, limit);
    return this.#answer(() => digestsOf(keys, this.#state.pages.digests));
  }

  write(batch: WriteBatch): Promise<void> {
    return this.#answer(() => {
      const { log, pages, meta } = this.#state;
      for (const { lsn } of batch.addFrames) {
        if (log.frames.has(lsn))
          throw new DeviceFault('fenced', `log record ${String(lsn)} is taken`);
      }
      for (const { lsn, bytes } of batch.addFrames) {
        log.lsns.splice(lowerBound(log.lsns, lsn), 0, lsn);
        log.frames.set(lsn, bytes);
      }
      for (const { from, to } of batch.dropPages) {
        const start = lowerBound(pages.keys, from);
        for (const key of pages.keys.splice(start, lowerBound(pages.keys, to) - start)) {
          pages.values.delete(key);
          pages.digests.delete(key);
        }
      }
      for (const { key, bytes, digest } of batch.putPages) {
        const at = lowerBound(pages.keys, key);
        if (pages.keys[at] !== key) pages.keys.splice(at, 0, key);
        pages.values.set(key, bytes);
        if (digest === undefined) pages.digests.delete(key);
        else pages.digests.set(key, digest);
      }
      if (batch.trimLogBelow !== undefined) {
        for (const lsn of log.lsns.splice(0, lowerBound(log.lsns, batch.trimLogBelow))) {
          log.frames.delete(lsn);
        }
      }
      for (const { name, bytes } of batch.putMeta) meta.set(name, bytes);
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  async #answer<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (this.#isClosed) throw new DeviceFault('closed', 'the device is closed');
    return work();
  }
}

/** The digests of those pages that were put with one. */
export function digestsOf(
  keys: readonly string[],
  digests: ReadonlyMap<string, Uint8Array>,
): readonly StoredDigest[] {
  return keys.flatMap((key) => {
    const bytes = digests.get(key);
    return bytes === undefined ? [] : [{ key, bytes }];
  });
}
