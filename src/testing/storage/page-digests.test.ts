import { describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { Knobs } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Device } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { scrubStore } from '../../storage/scrub/scrub.ts';
import type { Change } from '../../storage/store.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { Disk } from '../device/disk.ts';
import { diskDevices } from '../device/disk-devices.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { textRow } from '../text-rows.ts';

const ITEMS = 400;
const LEAF_BYTES = 1_024;

const keyOf = (n: number): KeyBytes => `k${String(n).padStart(4, '0')}` as KeyBytes;
const putOf = (n: number, length = 60): Change => {
  const text = `{"t":"${'x'.repeat(length)}"}`;
  return {
    kind: 'put',
    tree: CURSOR_TREE,
    key: keyOf(n),
    row: textRow(text),
    sizeBytes: text.length,
  };
};

/** A store of many pages on a disk, and what is read of that. */
class Bench {
  readonly disk = new Disk();
  pagesRead = 0;
  digestsRead = 0;
  store!: LogStore;

  async open(knobs: Partial<Knobs> = {}): Promise<void> {
    const { device } = await diskDevices(this.disk).open({ mustExist: false });
    const counting: Device = {
      ...device,
      readPages: (keys) => {
        this.pagesRead += keys.length;
        return device.readPages(keys);
      },
      readDigests: (...range) => {
        this.digestsRead++;
        return device.readDigests(...range);
      },
    };
    const world = { ...fakeWorld(), knobs: { ...KNOBS, leafBytes: LEAF_BYTES, ...knobs } };
    this.store = await openStore(counting, 1, world);
    // The tree's fences are there before anything is counted.
    await turn(this.store, () => this.store.forest.tree(CURSOR_TREE));
    this.pagesRead = 0;
  }

  append(changes: readonly Change[]): Promise<unknown> {
    return turn(this.store, () => this.store.append(changes));
  }

  durable(): Promise<void> {
    const { log } = this.store;
    return new Promise((resolve) => {
      log.whenDurable((log.nextLsn - 1) as never, () => {
        resolve();
      });
    });
  }

  async reopen(knobs?: Partial<Knobs>): Promise<void> {
    expect(await this.store.checkpoint()).toBe(true);
    this.store.stop({ kind: 'closed' } as never);
    await this.open(knobs);
  }

  async scrub(): Promise<unknown> {
    const { device } = await diskDevices(this.disk).open({ mustExist: true });
    const { damagedPages } = await scrubStore(device, this.store);
    return { damagedPages, repaired: this.store.forest.repaired };
  }
}

/** Every second key is there, behind a reopening. */
async function reopened(knobs?: Partial<Knobs>): Promise<Bench> {
  const bench = new Bench();
  await bench.open();
  for (let n = 0; n < ITEMS; n += 2) await bench.append([putOf(n)]);
  await bench.reopen(knobs);
  return bench;
}

describe('a store that has been opened again', () => {
  it('writes without a page from the first write on, and reads digests of many pages at once', async () => {
    const bench = await reopened();
    for (let n = 0; n < ITEMS; n += 3) await bench.append([putOf(n, 70)]);
    for (let n = 1; n < ITEMS; n += 30)
      await bench.append([{ kind: 'delete', tree: CURSOR_TREE, key: keyOf(n) }]);
    expect(bench.pagesRead).toBe(0);
    expect(bench.digestsRead).toBe(1);
    expect(await bench.scrub()).toEqual({ damagedPages: [], repaired: 0 });
  });

  it('reads the page alone where something has to be read', async () => {
    const bench = await reopened();
    await turn(bench.store, () => bench.store.find(CURSOR_TREE, keyOf(10)));
    expect([bench.pagesRead, bench.digestsRead]).toEqual([1, 0]);
  });

  it('counts right where a page contains what is redone', async () => {
    const bench = new Bench();
    await bench.open();
    for (let n = 0; n < ITEMS; n += 2) await bench.append([putOf(n)]);
    await bench.reopen();
    for (let n = 0; n < ITEMS; n += 2) await bench.append([putOf(n, 90)]);
    await bench.durable();
    bench.store.stop({ kind: 'closed' } as never);
    await bench.open();
    for (let n = 0; n < ITEMS; n += 4)
      await bench.append([{ kind: 'delete', tree: CURSOR_TREE, key: keyOf(n) }]);
    expect(bench.store.counts(CURSOR_TREE).items).toBe(ITEMS / 4);
    expect(await bench.scrub()).toEqual({ damagedPages: [], repaired: 0 });
  });

  it('does not believe a digest of a page that sorted runs span', async () => {
    const runs = { runsMax: 8, runBytes: 2_000, runPages: 0, runRowBytes: 1_000 };
    const bench = await reopened(runs);
    // Keys that are nowhere but in a run, in the end.
    for (let n = 1; n < ITEMS && bench.store.forest.runs.all.length === 0; n += 4) {
      await bench.append([putOf(n)]);
      await bench.durable();
    }
    expect(bench.store.forest.runs.all.length).toBeGreaterThan(0);
    const { items } = bench.store.counts(CURSOR_TREE);
    bench.store.stop({ kind: 'closed' } as never);
    await bench.open(runs);
    expect(bench.store.forest.runs.all.length).toBeGreaterThan(0);
    await bench.append([{ kind: 'delete', tree: CURSOR_TREE, key: keyOf(1) }]);
    expect(bench.store.counts(CURSOR_TREE).items).toBe(items - 1);
  });

  it.each([
    ['a build that writes none', (disk: Disk) => disk.digests.clear()],
    ['another store', undefined],
  ] as const)('reads pages where the digests are of %s', async (_, change) => {
    const bench = await reopened(change === undefined ? { fingerprintBits: 12 } : {});
    change?.(bench.disk);
    for (let n = 0; n < ITEMS; n += 40) await bench.append([putOf(n)]);
    expect(bench.pagesRead).toBe(10);
    expect(await bench.scrub()).toEqual({ damagedPages: [], repaired: 0 });
  });

  it.each([
    [
      'a bit has flipped',
      (bytes: Uint8Array) => bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte)),
    ],
    ['its end is cut off', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['nothing is left', () => new Uint8Array()],
    ['it is that of another page', (_: Uint8Array, others: readonly Uint8Array[]) => others.at(-1)],
  ] as const)(
    'does not believe a digest where %s, and a scrub writes it again',
    async (_, damage) => {
      const bench = await reopened();
      const { digests } = bench.disk;
      const rows = [...digests];
      const sound = new Map(digests);
      const [name, bytes] = rows[3] as [string, Uint8Array];
      digests.set(name, damage(bytes, [...digests.values()]) as Uint8Array);
      // One at least in each page.
      for (let n = 1; n < ITEMS; n += 10) await bench.append([putOf(n)]);
      expect(bench.pagesRead).toBe(1);
      expect(bench.store.counts(CURSOR_TREE).items).toBe(ITEMS * 0.6);
      await bench.reopen();
      digests.set(name, damage(digests.get(name) as Uint8Array, [...sound.values()]) as Uint8Array);
      expect(await bench.scrub()).toEqual({ damagedPages: [], repaired: 1 });
      expect(await bench.store.checkpoint()).toBe(true);
      await bench.open();
      expect(await bench.scrub()).toEqual({ damagedPages: [], repaired: 0 });
    },
  );
});
