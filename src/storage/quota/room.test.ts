import { beforeEach, describe, expect, it } from 'vitest';
import { fakeWorld } from '../../testing/fake-world.ts';
import { memoryDevices } from '../device/memory.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import { DeviceFault } from '../device/port.ts';
import { countReserve, Reserve } from './reserve.ts';
import { Room } from './room.ts';

const MEBIBYTE = 1024 * 1024;
const nothingFreed = (): number => 0;

/** A full device, on which deletions have written `logBytes` of log. */
class FullSite {
  room!: Room;
  logBytes = 200 * 1024;
  checkpoints = 0;
  givenUp = 0;
  full = 0;
  compactions = 0;
  compacted = (): Promise<void> => Promise.resolve();
  readonly broken: unknown[] = [];
  itemBytes = 0;
  runBytes = 0;
  /** Checkpoints after which there is room again. */
  roomAfter = Infinity;
  /** Rows of the reserve that the device has room for when it is full. */
  rowsLeft = 1;

  async open(): Promise<void> {
    const { device } = await memoryDevices().open({ mustExist: false });
    this.room = new Room(new Reserve(this.#full(device), fakeWorld().random, 0), 16 * MEBIBYTE, {
      logBytes: () => this.logBytes,
      runBytes: () => this.runBytes,
      itemBytes: () => this.itemBytes,
      checkpoint: async () => {
        await Promise.resolve();
        this.checkpoints++;
        this.logBytes = 0;
        return true;
      },
      fell: () => Promise.resolve(),
      compact: () => {
        this.compactions++;
        return this.compacted();
      },
      pause: () => Promise.resolve(),
      giveUpLog: () => {
        this.givenUp++;
        return false;
      },
      onFull: () => {
        this.full++;
      },
      onBroken: (error) => {
        this.broken.push(error);
      },
    });
    await this.room.letGo();
  }

  /** The device, which takes pages only when there is room. */
  #full(device: Device): Device {
    const write = (batch: WriteBatch): Promise<void> =>
      batch.putPages.length > this.rowsLeft && this.checkpoints < this.roomAfter
        ? Promise.reject(new DeviceFault('quota', 'full'))
        : device.write(batch, 'relaxed');
    return { ...device, write };
  }
}

describe('room on a full device', () => {
  let site: FullSite;
  beforeEach(async () => {
    site = new FullSite();
    await site.open();
  });

  it('is made for a writer who comes while a batch of deletions is being tidied up, by as many attempts as for any', async () => {
    site.roomAfter = 7;
    site.room.mustTake(0, nothingFreed);
    await site.room.make(1_000);
    expect(site.room.isFull).toBe(false);
  });

  it('says once that it has run out, until there has been some', async () => {
    site.roomAfter = 4;
    expect(site.full).toBe(1);
    await site.room.letGo();
    expect(site.full).toBe(1);
    await site.room.make(1_000);
    await site.room.letGo();
    expect(site.full).toBe(2);
  });

  it('is refused once for all who wait for it', async () => {
    const refused = await Promise.allSettled([1, 2, 3].map((bytes) => site.room.make(bytes)));
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(site.checkpoints).toBe(7);
  });

  it('is made by compactions and pauses for a deletion that was refused, and at last is not', async () => {
    const tries = [];
    for (let attempt = 1; attempt <= 8; attempt++) tries.push(await site.room.giveWay(attempt));
    expect(tries).toEqual([true, true, true, true, true, true, true, false]);
    expect(site.compactions).toBe(3);
  });

  it('is short where runs, which pages have to take in, are larger than the reserve is good for', async () => {
    site.roomAfter = 1;
    await site.room.make(1_000);
    expect(site.room.isShortOf(1_000)).toBe(false);
    site.runBytes = 3 * MEBIBYTE;
    expect(site.room.isShortOf(1_000)).toBe(true);
    await site.room.make(1_000);
    expect(site.room.isShortOf(1_000)).toBe(false);
  });

  it('needs less for what the device held when it was opened', async () => {
    site.itemBytes = 1_000_000;
    site.room.mustTake(0, nothingFreed);
    await new Promise((resolve) => setImmediate(resolve));
    site.itemBytes = 0;
    site.rowsLeft = 5;
    await site.room.make(1_000);
    expect(site.room.isFull).toBe(false);
  });

  it('is given back to a large commit that the reserve has outgrown, once', async () => {
    site.rowsLeft = Infinity;
    await site.room.make(1_000);
    site.room.beginCommit();
    expect(await site.room.makeWay()).toBe(false);
    site.room.beginCommit();
    await site.room.make(1_000);
    expect([await site.room.makeWay(), await site.room.makeWay()]).toEqual([true, false]);
  });

  it('is not there where the reserve had to go while it grew', async () => {
    const { device } = await memoryDevices().open({ mustExist: false });
    const reserve = new Reserve(device, fakeWorld().random, 0);
    const grown = reserve.growTo(2);
    await reserve.release();
    expect([await grown, reserve.rows]).toEqual([false, 0]);
  });

  it('is taken back from rows of the reserve that nobody counted', async () => {
    const { device } = await memoryDevices().open({ mustExist: false });
    await new Reserve(device, fakeWorld().random, 0).growTo(2);
    const unaware = new Reserve(device, fakeWorld().random, 0);
    expect(await unaware.release()).toBe(true);
    expect(await countReserve(device)).toBe(0);
  });

  it('tells of a bug in tidying up, and makes room nevertheless', async () => {
    site.compacted = () => Promise.reject(new TypeError('planted'));
    site.room.mustTake(0, nothingFreed);
    await new Promise((resolve) => setImmediate(resolve));
    expect(site.broken.map(String)).toEqual(['TypeError: planted']);
    site.compacted = () => Promise.resolve();
    site.rowsLeft = Infinity;
    await site.room.make(1_000);
    expect(site.room.isFull).toBe(false);
  });

  it('costs readers of old log nothing while deletions are few', async () => {
    for (let i = 0; i < 5; i++) {
      site.logBytes = 200 * 1024;
      site.room.mustTake(0, nothingFreed);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([site.checkpoints, site.givenUp]).toEqual([5, 0]);
    site.logBytes = 200 * 1024;
    site.room.mustTake(0, nothingFreed);
    await new Promise((resolve) => setImmediate(resolve));
    expect(site.givenUp).toBe(1);
  });
});
