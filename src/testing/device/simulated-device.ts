import type {
  DestroyableDevices,
  DestroyedStores,
  Device,
  DeviceOpener,
  WriteBatch,
  WriteDurability,
} from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import { Disk } from './disk.ts';

/** Probability of each fault at one call. */
export interface DeviceFaults {
  readonly abort: number;
  readonly quota: number;
  /** The connection closes; the batch may or may not have been written. */
  readonly close: number;
  /** The call is never answered; the batch may or may not have been written, also later. */
  readonly hang: number;
  readonly readClose: number;
}

export const NO_FAULTS: DeviceFaults = { abort: 0, quota: 0, close: 0, hang: 0, readClose: 0 };

const LATENCY_MS = 4;

interface Commit {
  readonly number: number;
  readonly batch: WriteBatch;
}

/** A disk with a browser on top: latency, faults, and writes that a power cut takes back. */
export class SimulatedDevice implements DestroyableDevices {
  readonly #world: SimulatedWorld;
  faults: DeviceFaults = NO_FAULTS;
  /** What may be stored. A batch that stores anything has to fit beside all that is there; deletions need no room. */
  quotaBytes = Infinity;
  /** The disk itself is full: deletions are refused too. */
  isDiskFull = false;
  /** A planted bug: the page of this many page writes to come is silently left out. */
  losePagePut = -1;
  #disk = new Disk();
  /** What survives a power cut whatever happens. */
  #hardened = new Disk();
  /** Commits that a power cut may take back, oldest first. */
  #soft: Commit[] = [];
  #commits = 0;
  #connections: Connection[] = [];

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  /** Number of the last commit. */
  get commits(): number {
    return this.#commits;
  }

  get disk(): Disk {
    return this.#disk;
  }

  /** Stores that are known to be destroyed. */
  readonly destroyedIds = new Set<string>();
  readonly destroyed: DestroyedStores = {
    has: (storeId) => this.#later(() => this.destroyedIds.has(storeId)),
    add: async (storeIds) => {
      const bytes = storeIds.join('').length;
      const isTaken = await this.#later(() => {
        if (this.isDiskFull || this.#disk.bytes + bytes > this.quotaBytes) return false;
        for (const id of storeIds) this.destroyedIds.add(id);
        return true;
      });
      if (!isTaken) throw new DeviceFault('quota', 'simulated: quota');
    },
  };

  /** Waits for connections to close when they are told to, as IndexedDB does: those of a tab that is stopped stay open. */
  async destroy(): Promise<void> {
    const open = this.#connections.filter(({ isClosed, isDead }) => !isClosed && !isDead);
    await Promise.all(open.map((connection) => connection.ended()));
    await this.#later(() => {
      this.#connections = [];
      this.#disk = new Disk();
      this.#hardened = new Disk();
      this.#soft = [];
    });
  }

  #later<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.#world.after(this.#latency(), () => resolve(work()));
    });
  }

  open({
    mustExist,
    onClosed,
  }: Parameters<DeviceOpener['open']>[0]): ReturnType<DeviceOpener['open']> {
    return new Promise((resolve, reject) => {
      this.#world.after(this.#latency(), () => {
        const isNew = this.#disk.meta.size === 0 && this.#disk.frames.size === 0;
        if (isNew && mustExist) {
          reject(new DeviceFault('lost', 'the simulated database is gone'));
          return;
        }
        const device = new Connection(this, onClosed);
        this.#connections.push(device);
        resolve({ device, isNew });
      });
    });
  }

  /** The process dies: nobody hears of open calls any more. */
  killProcess(): void {
    for (const connection of this.#connections) connection.isDead = true;
    this.#connections = [];
  }

  /** The machine dies: only a prefix of the commits since the last strict one survives. Answers the last that did. */
  cutPower(): number {
    for (const connection of this.#connections) connection.isUnplugged = true;
    this.killProcess();
    const kept = this.#soft.slice(0, this.#world.random.below(this.#soft.length + 1));
    for (const { batch } of kept) this.#hardened.apply(batch);
    const last = kept.at(-1)?.number ?? this.#commits - this.#soft.length;
    this.#soft = [];
    this.#disk = this.#hardened.copy();
    return last;
  }

  /** Answers `work` after some time, unless the caller or its connection has died by then. */
  read<T>(connection: Connection, work: (disk: Disk) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const isFaulty = this.#world.random.chance(this.faults.readClose);
      this.#world.after(this.#latency(), () => {
        if (connection.isDead) return;
        if (isFaulty) connection.close();
        if (connection.isClosed)
          reject(new DeviceFault('closed', 'the simulated connection is closed'));
        else resolve(work(this.#disk));
      });
    });
  }

  write(connection: Connection, batch: WriteBatch, durability: WriteDurability): Promise<void> {
    const fault = this.#drawFault();
    return new Promise((resolve, reject) => {
      this.#world.after(this.#latency(), () => {
        const refuse = (kind: 'closed' | 'aborted' | 'quota' | 'fenced'): void => {
          reject(new DeviceFault(kind, `simulated: ${kind}`));
        };
        if (connection.isUnplugged) return;
        if (connection.isDead) {
          // Handed over before the process died: the browser may still have written it.
          if (this.#world.random.chance(0.5) && !this.#disk.collides(batch))
            this.#commit(batch, durability);
        } else if (connection.isClosed) refuse('closed');
        else if (fault === 'abort') refuse('aborted');
        else if (fault === 'quota' || !this.#hasRoomFor(batch)) refuse('quota');
        else if (this.#disk.collides(batch)) refuse('fenced');
        else if (fault === 'none') {
          this.#commit(batch, durability);
          resolve();
        } else {
          if (this.#world.random.chance(0.5)) this.#commit(batch, durability);
          if (fault === 'hang') return;
          connection.close();
          refuse('closed');
        }
      });
    });
  }

  #hasRoomFor({ addFrames, putPages, putMeta }: WriteBatch): boolean {
    if (this.isDiskFull) return false;
    const values = [...addFrames, ...putPages, ...putMeta];
    if (this.quotaBytes === Infinity || values.length === 0) return true;
    let bytes = values.reduce((sum, { bytes: { length } }) => sum + length, 0);
    for (const { digest } of putPages) bytes += digest?.length ?? 0;
    return this.#disk.bytes + bytes <= this.quotaBytes;
  }

  #commit(batch: WriteBatch, durability: WriteDurability): void {
    const applied = this.#planted(batch);
    this.#disk.apply(applied);
    this.#soft.push({ number: ++this.#commits, batch: applied });
    if (durability !== 'strict') return;
    for (const soft of this.#soft) this.#hardened.apply(soft.batch);
    this.#soft = [];
  }

  #planted(batch: WriteBatch): WriteBatch {
    // Pages come with a frame; the reserve, which holds nothing, does not.
    const hasPages = batch.putPages.length > 0 && batch.addFrames.length > 0;
    if (this.losePagePut < 0 || !hasPages) return batch;
    if (this.losePagePut-- > 0) return batch;
    return { ...batch, putPages: batch.putPages.slice(1) };
  }

  #drawFault(): 'none' | 'abort' | 'quota' | 'close' | 'hang' {
    const { abort, quota, close, hang } = this.faults;
    const drawn = this.#world.random.fraction();
    if (drawn < abort) return 'abort';
    if (drawn < abort + quota) return 'quota';
    if (drawn < abort + quota + close) return 'close';
    if (drawn < abort + quota + close + hang) return 'hang';
    return 'none';
  }

  #latency(): number {
    return this.#world.random.fraction() * LATENCY_MS;
  }
}

class Connection implements Device {
  readonly #device: SimulatedDevice;
  isClosed = false;
  /** The process that held the connection is gone. */
  isDead = false;
  /** The machine is gone, and with it all that was under way. */
  isUnplugged = false;

  readonly #onClosed: (() => void) | undefined;
  #hearClose: (() => void)[] = [];

  constructor(device: SimulatedDevice, onClosed: (() => void) | undefined) {
    this.#device = device;
    this.#onClosed = onClosed;
  }

  /** Told to close; resolves when it has. Who listens closes it, now or when the tab wakes; where nobody does it closes itself. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#hearClose.push(resolve);
      if (this.#onClosed === undefined) this.close();
      else this.#onClosed();
    });
  }

  readonly readMeta: Device['readMeta'] = (name) =>
    this.#device.read(this, (disk) => disk.meta.get(name));
  readonly readLog: Device['readLog'] = (from, limit) =>
    this.#device.read(this, (disk) => disk.readLog(from, limit));
  readonly newestLsn: Device['newestLsn'] = () =>
    this.#device.read(this, (disk) => disk.newestLsn());
  readonly listPages: Device['listPages'] = (...range) =>
    this.#device.read(this, (disk) => disk.listPages(...range));
  readonly readPages: Device['readPages'] = (keys) =>
    this.#device.read(this, (disk) => keys.map((key) => disk.pages.get(key)));
  readonly readDigests: Device['readDigests'] = (...range) =>
    this.#device.read(this, (disk) => disk.readDigests(...range));
  readonly write: Device['write'] = (batch, durability) =>
    this.#device.write(this, batch, durability);

  close(): void {
    this.isClosed = true;
    for (const hear of this.#hearClose) hear();
  }
}
