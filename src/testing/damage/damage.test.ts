import { isSystemTree } from '../../storage/system-tree.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { FRAME_HEADER_BYTES } from '../../storage/log/frame-codec.ts';
import { entriesOf } from '../../storage/page/entries.ts';
import { decodePage, encodePage } from '../../storage/page/page-codec.ts';
import { cutIntoPieces, joinPieces } from '../../storage/page/page-pieces.ts';
import type { Disk } from '../device/disk.ts';
import type { Answers } from './answers.ts';
import { askEverything, damagedKeys, findWrongAnswer } from './answers.ts';
import type { DamagedRun } from './damaged-run.ts';
import { runDamaged } from './damaged-run.ts';
import type { SampleStore } from './sample-store.ts';
import { EngineProcess, KEYS, nameOf, writeSample } from './sample-store.ts';

const DAMAGES = 500;
const CACHE_BYTES = 1_000_000;

let sample: SampleStore;
let right: Answers;

beforeAll(async () => {
  sample = await writeSample();
  const process = await EngineProcess.open(sample.disk.copy(), CACHE_BYTES);
  right = await askEverything(process);
});

const lsns = (): readonly number[] => [...sample.disk.frames.keys()].sort((a, b) => a - b);

describe('the sample store', () => {
  it('answers with what was written, has a log tail, and a log that reaches back to one table only', async () => {
    for (const key of KEYS) {
      const answer = right.get(`get ${nameOf(key)}`)?.text ?? '';
      const { Item } = JSON.parse(answer.slice(4)) as { readonly Item?: { v: { S: string } } };
      expect(Item?.v.S).toBe(sample.items.get(nameOf(key)));
    }
    const process = await EngineProcess.open(sample.disk.copy(), CACHE_BYTES);
    expect(await process.until(process.engine.scrub())).toMatchObject({ damaged: [], repaired: 0 });
    const { checkpointLsn, appendedLsn } = process.engine.stats();
    expect(appendedLsn - checkpointLsn).toBeGreaterThan(10);
    expect(lsns()[0]).toBeGreaterThan(100);
  });
});

describe('a store with one damaged row', () => {
  it(
    'answers right or with an error that names the range, whatever the row and the damage',
    { timeout: 120_000 },
    async () => {
      const runs: DamagedRun[] = [];
      for (let seed = 1; seed <= DAMAGES; seed++) runs.push(await runDamaged(sample, right, seed));
      expect(runs.filter(({ failure }) => failure !== undefined)).toEqual([]);
      console.log(`damage: ${tallyOf(runs)}`);
      for (const { damage, fate, lostKeys } of runs) {
        if (fate !== 'reported') expect(lostKeys).toBe(0);
        if (fate === 'harmless') expect(isSpare(damage)).toBe(true);
      }
      for (const fate of ['harmless', 'repaired', 'reported'] as const)
        expect(runs.filter((run) => run.fate === fate).length).toBeGreaterThan(50);
    },
  );

  it(
    'does so too where the store was closed cleanly, and its branch pages alone name its pages',
    { timeout: 120_000 },
    async () => {
      const closed = await closedCleanly(sample);
      const runs: DamagedRun[] = [];
      for (let seed = 1; seed <= DAMAGES / 2; seed++)
        runs.push(await runDamaged(closed, right, seed));
      expect(runs.filter(({ failure }) => failure !== undefined)).toEqual([]);
      console.log(`damage after a clean close: ${tallyOf(runs)}`);
      for (const { fate, lostKeys } of runs) if (fate !== 'reported') expect(lostKeys).toBe(0);
      expect(runs.filter(({ fate }) => fate === 'reported').length).toBeGreaterThan(50);
    },
  );

  it('opens by its branch pages alone after a clean close, and lists its pages after a kill', async () => {
    const closed = await closedCleanly(sample);
    expect(await listingsOf(closed.disk)).toBe(0);
    expect(await listingsOf(sample.disk)).toBeGreaterThan(0);
  });

  it('lists its pages where a branch page is older than the checkpoint', async () => {
    const closed = await closedCleanly(sample);
    const disk = closed.disk.copy();
    for (const [key, bytes] of sample.disk.pages) if (isBranch(key)) disk.pages.set(key, bytes);
    expect(await listingsOf(disk)).toBeGreaterThan(0);
    const process = await EngineProcess.open(disk, CACHE_BYTES);
    expect(findWrongAnswer(await askEverything(process), right)).toBeUndefined();
    expect(await process.until(process.engine.scrub())).toMatchObject({ damaged: [] });
  });

  it('keeps the tables that a frame with damaged keys did not change', async () => {
    const disk = sample.disk.copy();
    const writing = await EngineProcess.open(disk, CACHE_BYTES);
    await writing.ask('PutItem', { TableName: 'left', Item: { pk: { S: 'a' }, sk: { S: '0' } } });
    writing.kill();
    const newest = Math.max(...disk.frames.keys());
    const bytes = disk.frames
      .get(newest)
      ?.map((byte, i) => (i === FRAME_HEADER_BYTES ? ~byte : byte));
    disk.frames.set(newest, bytes ?? new Uint8Array());
    const process = await EngineProcess.open(disk, CACHE_BYTES);
    const answers = await askEverything(process);
    expect(findWrongAnswer(answers, right)).toBeUndefined();
    const lost = damagedKeys(answers);
    expect(new Set(lost.map(({ key }) => key.table))).toEqual(new Set(['left']));
    expect(new Set(lost.map(({ table }) => table))).toEqual(new Set(['left']));
  });

  it('is not opened when no superblock is left', async () => {
    const disk = sample.disk.copy();
    for (const [name, bytes] of disk.meta) disk.meta.set(name, bytes.slice(1));
    await expect(EngineProcess.open(disk, CACHE_BYTES)).rejects.toMatchObject({
      name: 'StoreRefused',
      code: 'storage-damaged',
    });
  });

  it('has lost its newest frames, and says so, when the checkpoint or a page knows newer ones', async () => {
    const disk = sample.disk.copy();
    const closing = await EngineProcess.open(disk, CACHE_BYTES);
    await closing.ask('DeleteItem', { TableName: 'left', Key: { pk: { S: 'c' }, sk: { S: '0' } } });
    await closing.until(closing.engine.close());
    for (const lsn of disk.frames.keys()) if (lsn > 310) disk.frames.delete(lsn);
    const process = await EngineProcess.open(disk, CACHE_BYTES);
    expect(findWrongAnswer(await askEverything(process), right)).toBeUndefined();
    const { damaged } = await process.until(process.engine.scrub());
    expect(damaged.length).toBeGreaterThan(0);
  });

  it('cannot tell the loss of the newest frames from writes that never were', async () => {
    const disk = sample.disk.copy();
    for (const lsn of lsns().slice(-3)) disk.frames.delete(lsn);
    const process = await EngineProcess.open(disk, CACHE_BYTES);
    expect(findWrongAnswer(await askEverything(process), right)).toBeDefined();
    expect(await process.until(process.engine.scrub())).toMatchObject({ damaged: [] });
  });
});

describe('the harness', () => {
  it('notices a wrong item under a right checksum', async () => {
    const disk = sample.disk.copy();
    for (const [name, bytes] of disk.pages) {
      const decoded = decodePage(joinPieces([bytes]));
      if (!decoded.ok || decoded.page.entries.count < 3) continue;
      if (isSystemTree(decoded.page.tree)) continue;
      const { entries } = decoded.page;
      const places = Array.from({ length: entries.count }, (_, i) => i);
      const keys = places.map((i) => entries.keyAt(i));
      const items = places.map((i) => entries.itemAt(i)).reverse();
      const [forged] = cutIntoPieces(encodePage(decoded.page, entriesOf(keys, items)).bytes);
      if (forged !== undefined) disk.pages.set(name, forged);
    }
    const process = await EngineProcess.open(disk, CACHE_BYTES);
    expect(findWrongAnswer(await askEverything(process), right)).toBeDefined();
  });
});

/**
 * Rows that no answer rests on: either superblock, a branch page, a digest (the page itself is read), the first frame (older than the checkpoint) and the last
 * (the barrier of a flush).
 */
function isSpare({ store, row }: DamagedRun['damage']): boolean {
  if (store === 'meta' || store === 'digests') return true;
  if (store === 'pages') return row.startsWith('02');
  return [lsns()[0], lsns().at(-1)].map(String).includes(row);
}

const isBranch = (key: string): boolean => key.startsWith('\u0002');

/** The sample as a clean close leaves it. */
async function closedCleanly({ disk, history, items }: SampleStore): Promise<SampleStore> {
  const closed = disk.copy();
  const process = await EngineProcess.open(closed, CACHE_BYTES);
  await process.until(process.engine.close());
  return { disk: closed, history: [...history, disk], items };
}

/** How often page keys are listed while the store opens and answers everything. */
async function listingsOf(disk: Disk): Promise<number> {
  const opened = disk.copy();
  await askEverything(await EngineProcess.open(opened, CACHE_BYTES));
  return opened.listings;
}

function tallyOf(runs: readonly DamagedRun[]): string {
  const tally = new Map<string, number>();
  for (const { damage, fate } of runs) {
    const name = `${damage.store} ${fate}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
  }
  return [...tally]
    .sort()
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ');
}
