/**
 * The storage device: the one port through which the store touches the outside.
 *
 * Two implementations, one contract suite (`device.contract.ts`): memory (here) and IndexedDB (`platform/`).
 * Invariants of every device:
 * 1. `write` is atomic: after a crash all of the batch is there or none of it.
 * 2. Batches survive in order: if a batch is there after a crash, so is every batch resolved before it.
 * 3. `write` resolves when the batch survives the death of the process (`relaxed`), or of the machine (`strict`; a
 *    strict write hardens every earlier relaxed one).
 * 4. A log frame is added, never overwritten: a taken LSN rejects the whole batch with fault `fenced`.
 */
export interface Device {
  readonly readMeta: (name: string) => Promise<Uint8Array | undefined>;
  /** Frames in LSN order from the first whose key is >= `fromLsn`, at most `limit` of them. */
  readonly readLog: (fromLsn: number, limit: number) => Promise<readonly StoredFrame[]>;
  /** Key of the newest frame; undefined where there is none. */
  readonly newestLsn: () => Promise<number | undefined>;
  /** Page keys with `from <= key < to`, ascending: the first `limit` of them, or all. */
  readonly listPages: (from: string, to: string, limit?: number) => Promise<readonly string[]>;
  /** The pages at exactly these keys; undefined where there is none. */
  readonly readPages: (keys: readonly string[]) => Promise<readonly (Uint8Array | undefined)[]>;
  /** Digests of the pages with `from <= key < to`, ascending: of the first `limit` of those, or of all, each that was put with one. */
  readonly readDigests: (
    from: string,
    to: string,
    limit?: number,
  ) => Promise<readonly StoredDigest[]>;
  /** One atomic transaction, built synchronously. Rejects with {@link DeviceFault} and nothing else. */
  readonly write: (batch: WriteBatch, durability: WriteDurability) => Promise<void>;
  /** Has the room of what was deleted given back, by a device that would take its time. Never rejects. */
  readonly compact?: () => Promise<void>;
  /** Ends the connection. Idempotent; later calls reject with fault `closed`. */
  readonly close: () => void;
}

/** Opens the device, or opens it again after a fault. */
export interface DeviceOpener {
  /**
   * `isNew` tells that this call created the database. `mustExist` refuses to create one: rejects with
   * fault `lost` and leaves nothing behind. Rejects with `StoreRefused` where trying again does not help. `onClosed` is called when
   * others end the connection: what was stored may be gone.
   */
  readonly open: (options: {
    readonly mustExist: boolean;
    readonly onClosed?: () => void;
  }) => Promise<{ readonly device: Device; readonly isNew: boolean }>;
}

/** Ids of stores that were destroyed or given up, kept apart from the stores: what is gone and not among them was lost. */
export interface DestroyedStores {
  readonly has: (storeId: string) => Promise<boolean>;
  /** Resolves when they survive a loss of power. */
  readonly add: (storeIds: readonly string[]) => Promise<void>;
}

/** The devices of one database, which can be deleted whatever is in it and whoever has it open. */
export interface DestroyableDevices extends DeviceOpener {
  /** Resolves when nothing is left. Connections that are open hear of it and close. */
  readonly destroy: () => Promise<void>;
  readonly destroyed: DestroyedStores;
}

export interface StoredFrame {
  /** LSN of the first log record in the frame; the key in the log. */
  readonly lsn: number;
  readonly bytes: Uint8Array;
}

/** What was put beside a page: small, and read without it. */
export interface StoredDigest {
  /** Of the page. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

export interface PagePut {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** There as long as the page is; whoever puts the page without one takes it away. */
  readonly digest?: Uint8Array;
}

export type WriteDurability = 'relaxed' | 'strict';

/** Applied in this order within one transaction: frames, dropped ranges, pages, trim, meta. */
export interface WriteBatch {
  readonly addFrames: readonly StoredFrame[];
  /** Half-open ranges of page keys to delete. */
  readonly dropPages: readonly { readonly from: string; readonly to: string }[];
  readonly putPages: readonly PagePut[];
  /** Deletes every frame whose key is below this LSN. */
  readonly trimLogBelow: number | undefined;
  readonly putMeta: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Writes nothing. */
export const EMPTY_BATCH: WriteBatch = {
  addFrames: [],
  dropPages: [],
  putPages: [],
  trimLogBelow: undefined,
  putMeta: [],
};

/**
 * Why the device failed.
 * - `quota`, `aborted`: the batch is certainly not written.
 * - `fenced`: another owner wrote; this one must stop.
 * - `closed`, `hung`: the connection is gone or silent; whether the batch was written is not known.
 * - `lost`: the database is not there although it must be.
 */
export type DeviceFaultKind = 'quota' | 'aborted' | 'fenced' | 'closed' | 'hung' | 'lost';

/** A failure of the platform under us. Mapped once, in the router's pipeline, to a retryable 500. */
export class DeviceFault extends Error {
  override readonly name = 'DeviceFault';
  readonly kind: DeviceFaultKind;

  constructor(kind: DeviceFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Whether nothing was written, and the device goes on. */
export function isRefusal({ kind }: DeviceFault): boolean {
  return kind === 'quota' || kind === 'aborted';
}
