import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowRun, TableRun } from '../../item/row/answer-body.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { RowFault } from '../../item/row/row-fault.ts';
import type { CountedNames } from '../../item/row/row-names.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import { countedNames } from '../../testing/documents/row-names.ts';
import { canonicalItems } from '../../testing/documents/wire-items.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { HeardNames, MissedNames, RowsReader } from './read-rows.ts';
import { ToldNames } from './told-names.ts';
import { writeRows } from './write-rows.ts';

const ALL = ['sk', '__proto__', 'pk', 'constructor', '0', '\u00e9', 'x'.repeat(63), 'a.b'];
/** A dictionary as it has grown so far. */
const grown = fc.nat(ALL.length).map((count) => countedNames(...ALL.slice(0, count)));

interface Given {
  readonly items: readonly Item[];
  readonly run: TableRun;
}

const writer = new RowWriter();

function runOf(tree: number, names: CountedNames, items: readonly Item[]): Given {
  return { items, run: { tree, names, rows: items.map((item) => writer.write(item, 1, names)) } };
}

const given: fc.Arbitrary<Given> = fc
  .tuple(fc.nat(3), grown, fc.array(canonicalItems, { maxLength: 4 }))
  .map(([tree, names, all]) =>
    runOf(
      tree,
      names,
      all.map(({ item }) => item),
    ),
  );
const messages = fc.array(fc.array(given, { minLength: 1, maxLength: 4 }), { maxLength: 4 });

const itemsIn = ({ rows, names }: RowRun): readonly unknown[] =>
  rows.map((row) => Object.entries(decodeRow(row, names)));
const entriesOf = ({ items }: Given): readonly unknown[] =>
  items.map((item) => Object.entries(item));
const runsOf = (message: readonly Given[]): readonly TableRun[] => message.map(({ run }) => run);

describe('the rows of messages', () => {
  it('are read as they were written, however dictionaries grow meanwhile', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.boolean()), (all, forgotten) => {
        const told = new ToldNames();
        const heard = new HeardNames();
        all.forEach((message, i) => {
          if (forgotten[i] === true) told.forget();
          const reader = new RowsReader(writeRows(runsOf(message), told), heard);
          for (const each of message) expect(itemsIn(reader.run())).toEqual(entriesOf(each));
        });
      }),
    );
  });

  it('are told to be unreadable by who has missed a message with names, and are read when it is told again', () => {
    const [few, more] = [countedNames('pk'), countedNames('pk', 'sk')];
    const item = { pk: { S: 'a' }, sk: { S: 'b' } };
    const told = new ToldNames();
    const heard = new HeardNames();
    const read = (names: CountedNames): unknown =>
      itemsIn(new RowsReader(writeRows([runOf(1, names, [item]).run], told), heard).run());
    writeRows([runOf(1, few, [item]).run], told);
    expect(() => read(few)).toThrow(MissedNames);
    expect(() => read(more)).toThrow(MissedNames);
    told.forget();
    expect(read(more)).toEqual([Object.entries(item)]);
    expect(read(few)).toEqual([Object.entries(item)]);
  });

  it('tell each name once', () => {
    const told = new ToldNames();
    const names = countedNames('a long name of an attribute');
    const { run } = runOf(1, names, [{}]);
    const lengths = [1, 2, 3].map(() => writeRows([run], told).byteLength);
    expect(lengths[0]).toBeGreaterThan((lengths[1] ?? 0) + 27);
    expect(lengths[1]).toBe(lengths[2]);
  });

  it('that are changed or cut are told, or read as some rows; nothing else is read, and it comes to an end', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(given, { minLength: 1, maxLength: 3 }),
        flips,
        fc.nat(40),
        (all, changes, cut) => {
          const good = new Uint8Array(writeRows(runsOf(all), new ToldNames()));
          const bytes = good.slice(0, Math.max(0, good.length - cut));
          for (const [at, mask] of changes) if (bytes.length > 0) bytes[at % bytes.length]! ^= mask;
          const reader = new RowsReader(bytes.buffer, new HeardNames());
          for (const _ of all) {
            try {
              for (const row of itemsIn(reader.run())) expect(row).toBeInstanceOf(Array);
            } catch (error) {
              expect(error instanceof RowFault || error instanceof MissedNames).toBe(true);
            }
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('that lie one behind the other in a buffer, or alone, are copied alike', () => {
    const bytes = Uint8Array.from([9, 1, 2, 3, 4, 5, 6]);
    const slices = [
      { bytes, from: 1, to: 3 },
      { bytes, from: 3, to: 4 },
      { bytes: bytes.slice(), from: 4, to: 5 },
      { bytes, from: 6, to: 7 },
      { bytes, from: 0, to: 7 },
    ];
    const run = { tree: 1, names: countedNames(), rows: slices };
    const { rows } = new RowsReader(writeRows([run], new ToldNames()), new HeardNames()).run();
    expect(rows.map((row) => [...row.bytes.subarray(row.from, row.to)])).toEqual([
      [1, 2],
      [3],
      [4],
      [6],
      [9, 1, 2, 3, 4, 5, 6],
    ]);
  });
});
