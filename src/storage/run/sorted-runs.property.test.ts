import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../device/memory.ts';
import type { Device } from '../device/port.ts';
import { EMPTY_BATCH } from '../device/port.ts';
import { PIECE_BYTES_MAX } from '../page/page-pieces.ts';
import { ALL_RUN_ROWS, HEAD_ROW, runRowKey } from '../page/page-key.ts';
import type { ClaimedChange } from '../claim.ts';
import { contentOf, textRow } from '../../testing/text-rows.ts';
import { storedItem } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';
import { findOrphans, openRun } from './open-run.ts';
import type { RunSection, SortedRun } from './run-codec.ts';
import { writeRun } from './run-writer.ts';
import type { FoundInRuns } from './sorted-runs.ts';
import { SortedRuns } from './sorted-runs.ts';

const NAME = { epoch: 3, number: 0xfffffffe };
const FROM_LSN = 5 as Lsn;

const keyBytes = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => String.fromCharCode(...bytes) as KeyBytes);
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constant('ä'.repeat(70_000)) },
);
const change: fc.Arbitrary<ClaimedChange> = fc
  .record({
    lsn: fc.integer({ min: 5, max: 1_000 }),
    text: fc.option(text, { nil: undefined }),
    sizeBytes: fc.nat(400_000),
    stamp: fc.nat(),
    origin: fc.nat(255),
    firstLsn: fc.integer({ min: 5, max: 1_000 }),
    replaces: fc.nat(400_000),
  })
  .map(({ lsn, text: value, firstLsn, replaces, sizeBytes, ...version }) => ({
    lsn: lsn as Lsn,
    claim: { lsn: firstLsn as Lsn, replaces },
    falseClaims: [],
    item: value === undefined ? undefined : storedItem(textRow(value), sizeBytes, version),
  }));

const section = fc
  .tuple(
    fc.nat(6),
    fc.uniqueArray(fc.tuple(keyBytes, change), { minLength: 1, selector: ([key]) => key }),
  )
  .map(([tree, entries]): RunSection => {
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      tree: (tree * 64) as TreeId,
      keys: sorted.map(([key]) => key),
      changes: sorted.map(([, each]) => each),
    };
  });
const sections = fc
  .uniqueArray(section, { minLength: 1, maxLength: 4, selector: ({ tree }) => tree })
  .map((all) => all.sort((a, b) => a.tree - b.tree));
const deletion = (lsn: number): ClaimedChange => ({
  lsn: lsn as Lsn,
  item: undefined,
  claim: { lsn: lsn as Lsn, replaces: 4 },
  falseClaims: [],
});
const rowBytes = fc.constantFrom(1, 300, 5_000);

const writingOf = (bytes: number) => ({
  rowBytes: bytes,
  fromLsn: FROM_LSN,
  onWritten: () => undefined,
});

async function written(
  all: readonly RunSection[],
  bytes: number,
): Promise<{ readonly device: Device; readonly run: SortedRun }> {
  const { device } = await memoryDevices().open({ mustExist: false });
  return { device, run: await writeRun(device, NAME, all, writingOf(bytes)) };
}

/** The change with its row as text. */
const shown = (each: ClaimedChange): object => ({
  ...each,
  item: each.item && contentOf(each.item),
});

/** What was found, by key; undefined where a row of it is damaged. */
function changesOf({ layers }: FoundInRuns): Map<KeyBytes, object> | undefined {
  const found = new Map<KeyBytes, object>();
  for (const layer of layers) {
    if (!layer.ok) return undefined;
    layer.section.keys.forEach((key, i) =>
      found.set(key, shown(layer.section.changes[i] as ClaimedChange)),
    );
  }
  return found;
}

describe('a sorted run', () => {
  it('is found as it was written, in values of a stored size, and answers for every range what it holds of that', async () => {
    await fc.assert(
      fc.asyncProperty(
        sections,
        rowBytes,
        fc.nat(7),
        keyBytes,
        fc.option(keyBytes, { nil: undefined }),
        async (all, bytes, treeNumber, from, to) => {
          const { device, run } = await written(all, bytes);
          const names = await device.listPages(ALL_RUN_ROWS.from, ALL_RUN_ROWS.to);
          for (const value of await device.readPages(names))
            expect(value?.length).toBeLessThanOrEqual(PIECE_BYTES_MAX);
          const { spans: _, filter: __, ...ref } = run;
          expect(await openRun(device, ref)).toEqual(run);
          const tree = (treeNumber * 64) as TreeId;
          const range = { tree, from, to, lsn: 0 as Lsn };
          const [found] = await new SortedRuns(device, [run]).read([range]);
          const expected = new Map<KeyBytes, object>();
          for (const { keys, changes } of all.filter((each) => each.tree === tree))
            keys.forEach((key, i) => {
              if (key >= from && (to === undefined || key < to))
                expected.set(key, shown(changes[i] as ClaimedChange));
            });
          expect(changesOf(found as FoundInRuns)).toEqual(expected);
        },
      ),
    );
  });

  it('answers for every key the newest change that its page lacks, and that a row is damaged where that may hold it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sections, { minLength: 1, maxLength: 4 }),
        rowBytes,
        keyBytes,
        fc.integer({ min: 0, max: 1_010 }),
        fc.boolean(),
        async (all, bytes, strange, pageLsn, isLost) => {
          const { device } = await memoryDevices().open({ mustExist: false });
          const runs: SortedRun[] = [];
          for (const [i, each] of all.entries()) {
            const name = { epoch: 3, number: i };
            runs.push(await writeRun(device, name, each, writingOf(bytes)));
          }
          if (isLost) await device.write({ ...EMPTY_BATCH, dropPages: [ALL_RUN_ROWS] }, 'relaxed');
          const places = all.flat().flatMap(({ tree, keys }) => keys.map((key) => ({ tree, key })));
          const wanted = [...places, { tree: 64 as TreeId, key: strange }].map((place) => ({
            ...place,
            lsn: pageLsn as Lsn,
          }));
          const found = await new SortedRuns(device, runs).find(wanted);
          wanted.forEach(({ tree, key }, i) => {
            const newest = all.findLast((run, n) => {
              const isNewer = pageLsn < (runs[n] as SortedRun).lastLsn;
              return isNewer && run.some((each) => each.tree === tree && each.keys.includes(key));
            });
            const section = newest?.find((each) => each.tree === tree);
            const change = section?.changes[section.keys.indexOf(key)];
            if (change === undefined) {
              // A filter may take a key for another.
              expect(isLost ? ['not there', 'damaged'] : ['not there']).toContain(found[i]);
            } else if (isLost) expect(found[i]).toBe('damaged');
            else if (change.lsn < pageLsn) expect(found[i]).toBe('not there');
            else expect(shown(found[i] as ClaimedChange)).toEqual(shown(change));
          });
        },
      ),
    );
  });

  it('is told by its rows where the head is damaged, and says of a damaged row that it is, and never another thing', async () => {
    await fc.assert(
      fc.asyncProperty(
        sections,
        rowBytes,
        fc.nat(),
        fc.nat(),
        fc.nat(7),
        async (all, bytes, which, at, bit) => {
          const { device, run } = await written(all, bytes);
          const names = await device.listPages(ALL_RUN_ROWS.from, ALL_RUN_ROWS.to);
          const key = names[which % names.length] as string;
          const [value] = await device.readPages([key]);
          const flipped = (value as Uint8Array).slice();
          // The first two bytes tell how many pieces there are, and of a row that is known.
          const index = 2 + (at % (flipped.length - 2));
          flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
          await device.write({ ...EMPTY_BATCH, putPages: [{ key, bytes: flipped }] }, 'relaxed');
          const { spans, filter, ...ref } = run;
          const opened = await openRun(device, ref);
          const isHead = key.startsWith(runRowKey(NAME, HEAD_ROW, 0).slice(0, -2));
          expect(opened).toEqual({ ...ref, spans, filter: isHead ? undefined : filter });
          const ranges = all.map(({ tree }) => ({
            tree,
            from: '' as KeyBytes,
            to: undefined,
            lsn: 0 as Lsn,
          }));
          const found = await new SortedRuns(device, [opened]).read(ranges);
          const seen = found.map(changesOf);
          expect(seen.some((each) => each === undefined)).toBe(!isHead);
          all.forEach(({ keys, changes }, i) => {
            if (seen[i] === undefined) return;
            expect([...seen[i].keys()]).toEqual(keys);
            expect([...seen[i].values()]).toEqual(changes.map(shown));
          });
        },
      ),
    );
  });

  it('has rows that span all between their neighbours where head and rows are damaged', async () => {
    const { device, run } = await written(
      [
        {
          tree: 64 as TreeId,
          keys: ['a', 'b', 'c'] as unknown as readonly KeyBytes[],
          changes: [6, 7, 8].map(deletion),
        },
      ],
      1,
    );
    const bad = [runRowKey(NAME, HEAD_ROW, 0), runRowKey(NAME, 1, 0)];
    const putPages = bad.map((key) => ({ key, bytes: new Uint8Array(9) }));
    await device.write({ ...EMPTY_BATCH, putPages }, 'relaxed');
    const { spans: _, ...ref } = run;
    const { spans } = await openRun(device, ref);
    const keys = spans.map(({ first, last }) => [first.key, last.key]);
    expect(keys).toEqual([
      ['a', 'a'],
      ['a', 'c'],
      ['c', 'c'],
    ]);
  });

  it('is an orphan unless it is named', async () => {
    const one = await written(
      [
        {
          tree: 64 as TreeId,
          keys: ['a' as KeyBytes],
          changes: [deletion(6)],
        },
      ],
      1,
    );
    expect(await findOrphans(one.device, [])).toEqual([NAME]);
    expect(await findOrphans(one.device, [one.run])).toEqual([]);
  });
});
