import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathTree } from '../../expression/binding/path-tree.ts';
import { projectItem } from '../../expression/projection/projection.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { projectRow } from '../../expression/projection/row-projection.ts';
import type { UpdateAction, UpdateTerm } from '../../expression/update/update-nodes.ts';
import type { UpdateResult } from '../../expression/update/update-result.ts';
import { applyUpdate, applyUpdateToRow, statementCharge } from '../../expression/update/update.ts';
import type { Update } from '../../expression/update/update.ts';
import { attributesOf } from '../../item/attributes.ts';
import type { DocumentPath } from '../../item/document-path.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { RowView } from '../../item/row/row-view.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { Slice } from '../../kernel/slice.ts';
import type { AttributeValue, Item } from '../../wire/attribute-value.ts';
import { expectSafe, harms } from '../documents/damaged-rows.ts';
import { pathAlong, trails } from '../documents/item-paths.ts';
import { growths, viewOf } from '../documents/rows.ts';
import type { Growth } from '../documents/rows.ts';
import { canonicalItems } from '../documents/wire-items.ts';

/* Projections and updates of rows, against the same of the items in them, written anew. */

const WRITER = new RowWriter();
const bytesOf = ({ bytes, from, to }: Slice): readonly number[] => [...bytes.slice(from, to)];

/** Equal down to the order of attributes; equal bytes, where the dictionary has not grown meanwhile. */
function expectRow(row: Slice, item: Item, { then, now }: Growth): void {
  expect(JSON.stringify(decodeRow(row, now))).toBe(JSON.stringify(item));
  const naive = viewOf(item, { then: now, now });
  expect(new RowView(row, now).sizeBytes).toBe(naive.sizeBytes);
  if (then === now) expect(bytesOf(row)).toEqual(bytesOf(naive.row));
}

/** Dictionaries, most of which stay as they are. */
const dictionaries = fc.oneof(
  growths,
  growths.map(({ now }) => ({ then: now, now })),
);

const fewTrails = fc.oneof(
  fc.array(trails, { minLength: 1, maxLength: 5 }),
  fc.array(fc.array(fc.nat(99), { minLength: 1, maxLength: 1 }), { minLength: 1, maxLength: 5 }),
);

function projectionOf(paths: readonly DocumentPath[], names: readonly string[]): Projection {
  const tree = new PathTree<true>();
  for (const path of paths) tree.add(path, true);
  if (names.length === 0) return { paths: tree };
  return { paths: tree, columns: paths.map((path, i) => ({ name: names[i] ?? `c${i}`, path })) };
}

const columnNames = fc.array(fc.constantFrom('a', 'pk', 'é', '1', '0', '__proto__', 'some name'));

describe('a projection of a row', () => {
  it('is the row of the projected item', () => {
    fc.assert(
      fc.property(
        canonicalItems,
        dictionaries,
        fewTrails,
        columnNames,
        ({ item }, growth, all, names) => {
          const projection = projectionOf(
            all.map((trail) => pathAlong(item, trail)),
            names,
          );
          const row = projectRow(projection, viewOf(item, growth), WRITER);
          expectRow(row, projectItem(projection, item), growth);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('may name more attributes than are worth being looked for', () => {
    const item = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}`, { S: 'x' }]));
    const paths = Object.keys(item).map((name) => [name]);
    const growth = { then: NAMELESS, now: NAMELESS };
    for (const names of [[], ['first']]) {
      const projection = projectionOf(paths.reverse(), names);
      const row = projectRow(projection, viewOf(item, growth), WRITER);
      expectRow(row, projectItem(projection, item), growth);
    }
  });
});

const NAMELESS = { idOf: () => -1, nameOf: () => undefined };

/** What an action is made of: kinds, and places in what there is. */
const choices = fc.tuple(fc.nat(9), trails, trails, fc.nat(99));
type Choice = readonly [
  kind: number,
  target: readonly number[],
  read: readonly number[],
  n: number,
];
const plans = fc.array(choices, { maxLength: 4 });

function updateOf(item: Item, values: readonly AttributeValue[], plan: readonly Choice[]): Update {
  const actions = plan.map((choice) => actionOf(item, values, choice));
  const targets = new PathTree<number>();
  actions.forEach(({ target }, i) => targets.add(target, i));
  return { source: 'expression', actions, targets };
}

function actionOf(
  item: Item,
  values: readonly AttributeValue[],
  [kind, to, read, n]: Choice,
): UpdateAction {
  const view = attributesOf(item);
  // One in three targets something new.
  const target = n % 3 === 0 ? [FRESH[(n / 3) % FRESH.length] ?? 'new'] : pathAlong(item, to);
  const old = view.at(target);
  const value = values[n % values.length] ?? { N: '1' };
  if (kind === 0) return { kind: 'remove', target };
  if (kind === 1 && old && 'SS' in old)
    return { kind: 'delete', target, value: { SS: old.SS.slice(0, n % 4) } };
  if (kind <= 2) return { kind: 'add', target, value: old && 'N' in old ? { N: '7' } : value };
  const path = { kind: 'path' as const, path: pathAlong(item, read) };
  const literal = { kind: 'literal' as const, value };
  const one = { kind: 'literal' as const, value: { N: '1' } };
  const terms: readonly UpdateTerm[] = [
    literal,
    { kind: 'if_not_exists', path: path.path, otherwise: literal },
    { kind: 'list_append', first: path, second: { kind: 'literal', value: { L: [value] } } },
    { kind: '+', left: path, right: one },
    path,
  ];
  return { kind: 'set', target, term: terms[kind % terms.length] ?? literal };
}

const FRESH = ['new', '7', 'é', 'constructor', 'other 3', '0'];

/** All that an update answers; `write` tells of the item that is left. */
function outcome<T extends UpdateResult>(run: () => T, write: (result: T) => Item): unknown {
  try {
    const result = run();
    return JSON.stringify([write(result), result.updatedOld, result.updatedNew]);
  } catch (fault) {
    if (fault instanceof ValueFault) return fault.message;
    throw fault;
  }
}

describe('an update of a row', () => {
  it('is the row of the updated item, and tells the same', () => {
    let made = 0;
    fc.assert(
      fc.property(canonicalItems, canonicalItems, dictionaries, plans, (one, two, growth, plan) => {
        const { item } = one;
        const view = viewOf(item, growth);
        const before = bytesOf(view.row);
        const update = updateOf(item, Object.values(two.item), plan);
        expect(statementCharge(update, view)).toBe(statementCharge(update, attributesOf(item)));
        const expected = outcome(
          () => applyUpdate(update, item),
          (result) => result.item,
        );
        const actual = outcome(
          () => applyUpdateToRow(update, view, WRITER),
          (result) => {
            made++;
            const after = applyUpdate(update, item).item;
            expectRow(result.view.row, after, growth);
            return decodeRow(result.view.row, growth.now);
          },
        );
        expect(actual).toEqual(expected);
        expect(bytesOf(view.row)).toEqual(before);
      }),
      { numRuns: 4_000 },
    );
    expect(made).toBeGreaterThan(800);
  });
});

it('rows that are damaged are told, or something is made of them; nothing outside of them is read', () => {
  fc.assert(
    fc.property(
      canonicalItems,
      growths,
      harms,
      fewTrails,
      plans,
      ({ item }, growth, harm, all, plan) => {
        const paths = all.map((trail) => pathAlong(item, trail));
        const update = updateOf(item, Object.values(item), plan);
        const { now } = growth;
        expectSafe(viewOf(item, growth).row, harm, [
          (row) => bytesOf(projectRow(projectionOf(paths, []), new RowView(row, now), WRITER)),
          (row) => bytesOf(projectRow(projectionOf(paths, ['a']), new RowView(row, now), WRITER)),
          (row) => updated(update, new RowView(row, now)),
        ]);
      },
    ),
    { numRuns: 3_000 },
  );
});

function updated(update: Update, view: RowView): unknown {
  try {
    return bytesOf(applyUpdateToRow(update, view, WRITER).view.row);
  } catch (fault) {
    if (fault instanceof ValueFault) return fault.message;
    throw fault;
  }
}
