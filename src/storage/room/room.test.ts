import { beforeEach, describe, expect, it } from 'vitest';
import { fakeWorld } from '../../testing/fake-world.ts';
import { memoryDevices } from '../device/memory.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import { DeviceFault } from '../device/port.ts';
import { Reserve } from './reserve.ts';
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
  /** Checkpoints after which there is room again. */
  roomAfter = Infinity;

  async open(): Promise<void> {
    const { device } = await memoryDevices().open({ mustExist: false });
    this.room = new Room(new Reserve(this.#full(device), fakeWorld().random, 0), 16 * MEBIBYTE, {
      logBytes: () => this.logBytes,
      itemBytes: () => 0,
      checkpoint: async () => {
        await Promise.resolve();
        this.checkpoints++;
        this.logBytes = 0;
        return true;
      },
      compact: () => Promise.resolve(),
      pause: () => Promise.resolve(),
      giveUpLog: () => {
        this.givenUp++;
        return false;
      },
      onFull: () => {
        this.full++;
      },
    });
    await this.room.letGo();
  }

  /** The device, which takes pages only when there is room. */
  #full(device: Device): Device {
    const write = (batch: WriteBatch): Promise<void> =>
      batch.putPages.length > 0 && this.checkpoints < this.roomAfter
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
    site.roomAfter = 4;
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
    expect(site.checkpoints).toBe(4);
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
