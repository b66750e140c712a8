import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type {
  Device,
  DeviceOpener,
  WriteBatch,
  WriteDurability,
} from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import type { TreeId } from '../../storage/store.ts';
import { recover } from '../../storage/checkpoint/recover.ts';
import { findText, textRow } from '../text-rows.ts';

const MEBIBYTE = 1024 * 1024;
const REPLAY_BYTES_MAX = 16 * MEBIBYTE;
/** The log is trimmed whenever so much of it is superfluous, and behind the checkpoint before the last one. */
const TRIM_EVERY_BYTES = 16 * MEBIBYTE;
const HELD_BYTES_MAX = REPLAY_BYTES_MAX + TRIM_EVERY_BYTES + 6 * MEBIBYTE;

const bytesOf = (frames: readonly { readonly bytes: number }[]): number =>
  frames.reduce((sum, { bytes }) => sum + bytes, 0);

/** A device that tells, before each write, how much of the log an opening would replay, and how much of it there is. */
class MeasuredDevice implements Device {
  readonly #device: Device;
  #frames: { readonly lsn: number; readonly bytes: number }[] = [];
  logBytes = 0;
  pageBytes = 0;
  replayBytesMax = 0;
  trims = 0;
  heldBytesMax = 0;
  redoFromLsn: () => number = () => 0;

  constructor(device: Device) {
    this.#device = device;
  }

  look(): void {
    const from = this.redoFromLsn();
    const replayed = bytesOf(this.#frames.filter(({ lsn }) => lsn >= from));
    this.replayBytesMax = Math.max(this.replayBytesMax, replayed);
  }

  async write(batch: WriteBatch, durability: WriteDurability): Promise<void> {
    this.look();
    await this.#device.write(batch, durability);
    for (const { bytes } of batch.putPages) this.pageBytes += bytes.length;
    for (const { lsn, bytes } of batch.addFrames) {
      this.#frames.push({ lsn, bytes: bytes.length });
      this.logBytes += bytes.length;
    }
    this.#trim(batch.trimLogBelow);
  }

  #trim(below: number | undefined): void {
    this.heldBytesMax = Math.max(this.heldBytesMax, bytesOf(this.#frames));
    if (below === undefined) return;
    this.trims++;
    this.#frames = this.#frames.filter(({ lsn }) => lsn >= below);
  }

  readonly readMeta = (name: string) => this.#device.readMeta(name);
  readonly readLog = (from: number, limit: number) => this.#device.readLog(from, limit);
  readonly newestLsn = () => this.#device.newestLsn();
  readonly listPages: Device['listPages'] = (...range) => this.#device.listPages(...range);
  readonly readDigests: Device['readDigests'] = (...range) => this.#device.readDigests(...range);
  readonly readPages = (keys: readonly string[]) => this.#device.readPages(keys);
  readonly close = () => {
    this.#device.close();
  };
}

interface Load {
  readonly logBytes: number;
  readonly itemBytes: number;
  readonly keys: number;
  readonly writers: number;
  readonly cacheBytes: number;
  /** Whether the writer says what it replaces: its page need not be in memory. */
  readonly isBlind: boolean;
}

interface Opened {
  readonly store: LogStore;
  readonly device: MeasuredDevice;
}

async function openMeasured(devices: DeviceOpener, cacheBytes: number): Promise<Opened> {
  const device = new MeasuredDevice((await devices.open({ mustExist: false })).device);
  const store = await openStore(device, cacheBytes);
  device.redoFromLsn = () => store.checkpointer.superblock.redoFromLsn;
  return { store, device };
}

const keyOf = (n: number): KeyBytes => `key ${String(n).padStart(9, '0')}` as KeyBytes;
const durable = (store: LogStore): Promise<void> =>
  new Promise((resolve, reject) => {
    store.log.whenDurable((store.log.nextLsn - 1) as typeof store.log.durableLsn, (fault) => {
      if (fault === undefined) resolve();
      else reject(fault);
    });
  });

/** So many writers, each of which waits for its answer, until enough log is written. Answers what stands at each key. */
async function write(opened: Opened, load: Load, tree: TreeId): Promise<Map<number, string>> {
  const { store, device } = opened;
  const stands = new Map<number, string>();
  let state = 1;
  let count = 0;
  const writer = async (): Promise<void> => {
    while (device.logBytes < load.logBytes) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const n = Math.floor((state / 2 ** 32) * load.keys);
      const text = `${String(count++)} `.padEnd(load.itemBytes, 'x');
      await turn(store, () => {
        const replaces = load.isBlind ? (stands.get(n)?.length ?? 0) : undefined;
        const put = {
          kind: 'put',
          tree,
          key: keyOf(n),
          row: textRow(text),
          sizeBytes: text.length,
        } as const;
        store.append([replaces === undefined ? put : { ...put, replaces }]);
        stands.set(n, text);
      });
      await durable(store);
    }
  };
  await Promise.all(Array.from({ length: load.writers }, writer));
  device.look();
  return stands;
}

const newTree = (store: LogStore): Promise<TreeId> => turn(store, () => store.newTree());

/** What an opening after a crash replays, and what it finds. */
async function expectAll(
  devices: DeviceOpener,
  tree: TreeId,
  stands: ReadonlyMap<number, string>,
): Promise<number> {
  const { device } = await devices.open({ mustExist: true });
  const world = fakeWorld();
  const cacheBytes = 64 * MEBIBYTE;
  const { redoneBytes } = await recover({ device, world, cacheBytes, expectedStoreId: undefined });
  const store = await openStore(device, cacheBytes);
  for (const [n, text] of stands) {
    if ((await turn(store, () => findText(store.find(tree, keyOf(n))))) !== text)
      expect.fail(`${String(n)} is not what was written`);
  }
  return redoneBytes;
}

const LOADS: readonly (readonly [string, Load])[] = [
  [
    'new items',
    {
      logBytes: 48 * MEBIBYTE,
      itemBytes: 1_000,
      keys: 1_000_000,
      writers: 256,
      cacheBytes: 64 * MEBIBYTE,
      isBlind: false,
    },
  ],
  [
    'the same items again and again',
    {
      logBytes: 48 * MEBIBYTE,
      itemBytes: 4_000,
      keys: 4_000,
      writers: 32,
      cacheBytes: 64 * MEBIBYTE,
      isBlind: false,
    },
  ],
  [
    'more large items in flight than a group commit takes',
    {
      logBytes: 120 * MEBIBYTE,
      itemBytes: 380_000,
      keys: 60,
      writers: 100,
      cacheBytes: 64 * MEBIBYTE,
      isBlind: false,
    },
  ],
  [
    'changes of pages that are not in memory',
    {
      logBytes: 48 * MEBIBYTE,
      itemBytes: 1_000,
      keys: 30_000,
      writers: 256,
      cacheBytes: 8 * MEBIBYTE,
      isBlind: true,
    },
  ],
];

describe('under continuous load', () => {
  it.each(LOADS)(
    'an opening replays 16 MiB at most: %s',
    async (_, load) => {
      const devices = memoryDevices();
      const opened = await openMeasured(devices, load.cacheBytes);
      const { store, device } = opened;
      const tree = await newTree(store);
      const stands = await write(opened, load, tree);
      console.log(
        `log ${mebibytes(device.logBytes)}, pages ${mebibytes(device.pageBytes)}, replayed at most ${mebibytes(device.replayBytesMax)} MiB`,
      );
      expect(device.replayBytesMax).toBeLessThanOrEqual(REPLAY_BYTES_MAX);
      expect(device.heldBytesMax).toBeLessThanOrEqual(HELD_BYTES_MAX);
      expect(device.trims).toBeLessThanOrEqual(device.logBytes / TRIM_EVERY_BYTES);
      store.stop(new DeviceFault('closed', 'killed'));
      expect(await expectAll(devices, tree, stands)).toBeLessThanOrEqual(REPLAY_BYTES_MAX);
    },
    60_000,
  );

  it('writes go on where an answer that may be asked for again holds the checkpoint back', async () => {
    const devices = memoryDevices();
    const opened = await openMeasured(devices, 64 * MEBIBYTE);
    const { store, device } = opened;
    const tree = await newTree(store);
    const held = store.nextLsn;
    store.storedLog.keepNotes(() => held);
    const load = { ...(LOADS[1] as (typeof LOADS)[number])[1], logBytes: 40 * MEBIBYTE };
    const stands = await write(opened, load, tree);
    expect(device.logBytes).toBeGreaterThan(load.logBytes - 1);
    store.stop(new DeviceFault('closed', 'killed'));
    await expectAll(devices, tree, stands);
  }, 60_000);
});

const mebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(1);
