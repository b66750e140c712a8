import type { IDBPDatabase, IDBPObjectStore } from 'idb';
import { deleteDB, openDB, unwrap } from 'idb';
import type {
  Device,
  StoredDigest,
  StoredFrame,
  WriteBatch,
  WriteDurability,
} from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { faultOf } from './faults.ts';

export const LOG = 'log';
export const PAGE = 'page';
/** The keys of `PAGE` alone, with digests: browsers store keys and values together, and listing keys there reads every page. */
export const FENCE = 'fence';
export const META = 'meta';
export const STORES = [LOG, PAGE, FENCE, META] as const;

type Value = ArrayBuffer | Uint8Array;
/** What stands beside the name of a page that has no digest. */
const NO_DIGEST = 0;

/** Stored values are plain buffers: cheaper to clone than views. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) return buffer;
  return new Uint8Array(bytes).buffer;
}

function bytesOf(value: Value): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(value);
}

/** The device on one open IndexedDB database. */
export class IndexedDbDevice implements Device {
  readonly #db: IDBPDatabase;
  #isClosed = false;

  constructor(db: IDBPDatabase) {
    this.#db = db;
  }

  /** The browser ended the connection. */
  lostConnection(): void {
    this.#isClosed = true;
  }

  readMeta(name: string): Promise<Uint8Array | undefined> {
    return this.#read(async () => {
      const value = await this.#reading(
        META,
        (store) => store.get(name) as Promise<Value | undefined>,
      );
      return value === undefined ? undefined : bytesOf(value);
    });
  }

  readLog(fromLsn: number, limit: number): Promise<readonly StoredFrame[]> {
    return this.#read(async () => {
      const range = IDBKeyRange.lowerBound(fromLsn);
      const [lsns, values] = await this.#reading(LOG, (log) =>
        Promise.all([
          log.getAllKeys(range, limit) as Promise<number[]>,
          log.getAll(range, limit) as Promise<Value[]>,
        ]),
      );
      return lsns.map((lsn, i) => ({ lsn, bytes: bytesOf(values[i] as Value) }));
    });
  }

  newestLsn(): Promise<number | undefined> {
    return this.#read(async () => {
      const cursor = await this.#reading(LOG, (log) => log.openKeyCursor(null, 'prev'));
      return cursor?.key as number | undefined;
    });
  }

  listPages(from: string, to: string, limit?: number): Promise<readonly string[]> {
    return this.#read(() => {
      const range = IDBKeyRange.bound(from, to, false, true);
      return this.#reading(FENCE, (fence) => fence.getAllKeys(range, limit) as Promise<string[]>);
    });
  }

  readPages(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]> {
    return this.#read(async () => {
      const values = await this.#reading(PAGE, (store) =>
        Promise.all(keys.map((key) => store.get(key) as Promise<Value | undefined>)),
      );
      return values.map((value) => (value === undefined ? undefined : bytesOf(value)));
    });
  }

  readDigests(from: string, to: string, limit?: number): Promise<readonly StoredDigest[]> {
    return this.#read(async () => {
      const range = IDBKeyRange.bound(from, to, false, true);
      const [keys, values] = await this.#reading(FENCE, (fence) =>
        Promise.all([
          fence.getAllKeys(range, limit) as Promise<string[]>,
          fence.getAll(range, limit) as Promise<(Value | typeof NO_DIGEST)[]>,
        ]),
      );
      return keys.flatMap((key, i) => {
        const value = values[i];
        return typeof value === 'object' ? [{ key, bytes: bytesOf(value) }] : [];
      });
    });
  }

  write(batch: WriteBatch, durability: WriteDurability): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw new DeviceFault('closed', 'the database connection is closed');
      let tx: IDBTransaction;
      try {
        tx = unwrap(this.#db).transaction(storesOf(batch), 'readwrite', {
          durability,
        });
      } catch (error) {
        throw faultOf(error);
      }
      tx.oncomplete = () => {
        resolve();
      };
      tx.onabort = () => {
        reject(faultOf(tx.error));
      };
      try {
        fill(tx, batch);
        tx.commit();
      } catch (error) {
        // A request that cannot be issued must not let the ones before it commit.
        reject(faultOf(error));
        tx.abort();
      }
    });
  }

  /**
   * Chromium's files on the disk hold what was deleted until they are compacted, and that is what it holds against the quota. When a database is deleted it
   * compacts them: an empty one, made for that, will do. The first time moves down what is newest, the second merges it with the rest.
   */
  async compact(): Promise<void> {
    const name = `${this.#db.name}/compact`;
    try {
      for (let go = 0; go < 2; go++) {
        (await openDB(name)).close();
        await deleteDB(name);
      }
    } catch {
      // There is no room for it, or it is in another tab's hands: the next time, then.
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#db.close();
  }

  /**
   * Reads in a transaction of its own, whose failure the requests report. It ends by itself: one that waits for a word from
   * a tab that hangs keeps the next owner from writing.
   */
  #reading<T>(store: string, read: (store: IDBPObjectStore) => Promise<T>): Promise<T> {
    const tx = this.#db.transaction(store, 'readonly');
    tx.done.catch(() => undefined);
    const reading = read(tx.store);
    tx.commit();
    return reading;
  }

  async #read<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new DeviceFault('closed', 'the database connection is closed');
    try {
      return await work();
    } catch (error) {
      throw faultOf(error);
    }
  }
}

/**
 * The stores that the batch writes to. Who reads or writes another store need not wait for its end: most batches add frames and do nothing
 * else, a takeover leaves the pages alone, and pages of trees that were dropped go beside the commits.
 */
function storesOf(batch: WriteBatch): readonly string[] {
  const { addFrames, dropPages, putPages, trimLogBelow, putMeta } = batch;
  const isOfPages = dropPages.length + putPages.length > 0;
  const isOfMeta = putMeta.length > 0;
  // A transaction is of one store at least.
  const isOfLog = addFrames.length > 0 || trimLogBelow !== undefined || !(isOfPages || isOfMeta);
  return [
    ...(isOfLog ? [LOG] : []),
    ...(isOfPages ? [PAGE, FENCE] : []),
    ...(isOfMeta ? [META] : []),
  ];
}

/** Issues every request of the batch, in the port's order, without waiting for any. */
function fill(tx: IDBTransaction, batch: WriteBatch): void {
  const { addFrames, dropPages, putPages, trimLogBelow, putMeta } = batch;
  for (const { lsn, bytes } of addFrames) tx.objectStore(LOG).add(bufferOf(bytes), lsn);
  for (const { from, to } of dropPages) {
    const range = IDBKeyRange.bound(from, to, false, true);
    for (const store of [PAGE, FENCE]) tx.objectStore(store).delete(range);
  }
  for (const { key, bytes, digest } of putPages) {
    tx.objectStore(PAGE).put(bufferOf(bytes), key);
    tx.objectStore(FENCE).put(digest === undefined ? NO_DIGEST : bufferOf(digest), key);
  }
  if (trimLogBelow !== undefined)
    tx.objectStore(LOG).delete(IDBKeyRange.upperBound(trimLogBelow, true));
  for (const { name, bytes } of putMeta) tx.objectStore(META).put(bufferOf(bytes), name);
}
