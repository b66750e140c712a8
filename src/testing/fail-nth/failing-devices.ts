import { KNOBS } from '../../kernel/knobs.ts';
import type { Device, DeviceOpener, WriteBatch } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import { Disk } from '../device/disk.ts';
import { diskDevices } from '../device/disk-devices.ts';

/** How a call to the device can fail, in words that end the sentence "the n-th call ...". */
export const WAYS = [
  'aborts',
  'runs into the quota',
  'finds the connection closed',
  'is never answered',
  'is answered when patience has run out',
  'is never answered and takes effect when the next owner writes',
  'takes effect and answers with an unknown error',
  'takes no effect and answers with an unknown error',
] as const;

/** Ways that differ from others only when the call writes. */
export const WAYS_OF_WRITES: readonly Way[] = [
  'is never answered and takes effect when the next owner writes',
  'takes effect and answers with an unknown error',
];

/** The last one is no failure of a browser: it shows that the harness would notice a lost write. */
export type Way = (typeof WAYS)[number] | 'takes no effect and answers with success';

export const CALL_KINDS = [
  'open',
  'readMeta',
  'readLog',
  'newestLsn',
  'listPages',
  'readPages',
  'readDigests',
  'take over',
  'write frames',
  'write pages',
  'write superblock',
] as const;

export type CallKind = (typeof CALL_KINDS)[number];

interface Call<T> {
  readonly kind: CallKind;
  readonly work: () => Promise<T>;
  /** What is to be written, if anything. */
  readonly batch: WriteBatch | undefined;
  readonly close: () => void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** A disk whose n-th call, openings included, fails in one way. */
export class FailingDevices implements DeviceOpener {
  readonly #world: SimulatedWorld;
  readonly #disk = new Disk();
  readonly #inner = diskDevices(this.#disk);
  readonly #failAt: number;
  readonly #way: Way;
  #late: WriteBatch | undefined;
  #process = 0;
  /** Calls so far, in order. */
  readonly calls: CallKind[] = [];
  /** Connections opened and not closed since the process began. */
  openConnections = 0;

  /** `failAt` counts from 1; 0 fails nothing. */
  constructor(world: SimulatedWorld, failAt: number, way: Way) {
    this.#world = world;
    this.#failAt = failAt;
    this.#way = way;
  }

  /** The process dies: its connections are gone and none of its calls is answered any more. */
  killProcess(): void {
    this.#process++;
    this.openConnections = 0;
  }

  readonly open: DeviceOpener['open'] = async (options) => {
    const { device, isNew } = await this.#answer({
      kind: 'open',
      work: () => this.#inner.open(options),
      batch: undefined,
      close: () => undefined,
    });
    this.openConnections++;
    return { device: this.#connection(device), isNew };
  };

  #connection(device: Device): Device {
    const process = this.#process;
    let isClosed = false;
    const close = (): void => {
      if (!isClosed && process === this.#process) this.openConnections--;
      isClosed = true;
      device.close();
    };
    const answer = <T>(kind: CallKind, work: () => Promise<T>, batch?: WriteBatch): Promise<T> => {
      if (process !== this.#process) return never<T>();
      return this.#answer({ kind, work, batch, close });
    };
    return {
      readMeta: (name) => answer('readMeta', () => device.readMeta(name)),
      readLog: (fromLsn, limit) => answer('readLog', () => device.readLog(fromLsn, limit)),
      newestLsn: () => answer('newestLsn', () => device.newestLsn()),
      listPages: (...range) => answer('listPages', () => device.listPages(...range)),
      readDigests: (...range) => answer('readDigests', () => device.readDigests(...range)),
      readPages: (keys) => answer('readPages', () => device.readPages(keys)),
      write: (batch, durability) => {
        this.#landLate();
        return answer(kindOf(batch), () => device.write(batch, durability), batch);
      },
      close,
    };
  }

  async #answer<T>({ kind, work, batch, close }: Call<T>): Promise<T> {
    if (this.calls.push(kind) !== this.#failAt) return work();
    switch (this.#way) {
      case 'aborts':
        throw new DeviceFault('aborted', 'the transaction was aborted');
      case 'runs into the quota':
        throw new DeviceFault('quota', 'the quota is used up');
      case 'finds the connection closed':
        close();
        throw new DeviceFault('closed', 'the connection is closed');
      case 'is never answered':
        return never<T>();
      case 'is answered when patience has run out':
        await new Promise<void>((resolve) => {
          this.#world.after(KNOBS.deviceTimeoutMs + 1, resolve);
        });
        return work();
      case 'is never answered and takes effect when the next owner writes':
        this.#late = batch;
        return never<T>();
      case 'takes effect and answers with an unknown error':
        await work();
        throw new Error('the browser says something new');
      case 'takes no effect and answers with an unknown error':
        throw new Error('the browser says something new');
      case 'takes no effect and answers with success':
        return batch === undefined ? work() : (undefined as T);
    }
  }

  #landLate(): void {
    const late = this.#late;
    this.#late = undefined;
    if (late !== undefined && !this.#disk.collides(late)) this.#disk.apply(late);
  }
}

function kindOf(batch: WriteBatch): CallKind {
  if (batch.trimLogBelow !== undefined) return 'write superblock';
  if (batch.putMeta.length > 0) return 'take over';
  return batch.putPages.length > 0 ? 'write pages' : 'write frames';
}
