import { beforeEach, describe, expect, it } from 'vitest';
import { RowWriter } from '../item/row/row-writer.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Slice } from '../kernel/slice.ts';
import { AttributeNames } from '../placement/attribute-names.ts';
import type { Store, TreeId } from '../storage/store.ts';
import { fakeStore } from '../testing/fake-store.ts';
import { textIn, textRow } from '../testing/text-rows.ts';
import { WHOLE_TREE } from './key-range.ts';
import { PAGE_BYTES_MAX, walkPage } from './query-page-walk.ts';
import type { PageWalk } from './query-page-walk.ts';
import type { Item } from '../wire/attribute-value.ts';
import { jsonOfRow, StoredImage } from './image/stored-image.ts';

const TREE = 7 as TreeId;
const NAMES = new AttributeNames([]);
const request: PageWalk = {
  tree: TREE,
  names: NAMES,
  range: WHOLE_TREE,
  reverse: false,
  limit: undefined,
  filter: undefined,
  projection: undefined,
  countOnly: false,
  isScan: false,
};

let store: Store;
const rowOf = (item: Item, sizeBytes: number): Slice =>
  new RowWriter().write(item, sizeBytes, NAMES);
const put = (
  name: string,
  sizeBytes: number,
  row = rowOf({ pk: { S: name } }, sizeBytes),
): void => {
  store.append([{ kind: 'put', tree: TREE, key: name as KeyBytes, row, sizeBytes }]);
};
beforeEach(() => {
  store = fakeStore();
});

describe('a page', () => {
  it('without filter and projection is the stored rows, unread', () => {
    put('a', 10, textRow('not even a row'));
    const { rows, ...rest } = walkPage(store, request);
    expect(rows.map(textIn)).toEqual(['not even a row']);
    expect(rest).toEqual({
      names: NAMES,
      count: 1,
      scannedCount: 1,
      evaluatedBytes: 10,
      fetchedBytes: [],
      pageBytes: 10,
      stoppedAt: undefined,
    });
    expect(walkPage(store, { ...request, countOnly: true })).toMatchObject({ rows: [], count: 1 });
  });

  it('ends with the item that reaches a megabyte', () => {
    for (const name of ['a', 'b', 'c']) put(name, PAGE_BYTES_MAX / 2);
    const page = walkPage(store, request);
    expect(page).toMatchObject({ scannedCount: 2, evaluatedBytes: PAGE_BYTES_MAX });
    expect(page.stoppedAt?.item).toEqual({ pk: { S: 'b' } });
  });

  it('goes on while a byte is missing from a megabyte', () => {
    for (const name of ['a', 'b', 'c']) put(name, PAGE_BYTES_MAX / 2 - 1);
    expect(walkPage(store, request)).toMatchObject({ scannedCount: 3 });
  });

  it('holds at least one item, however large', () => {
    put('a', 2 * PAGE_BYTES_MAX);
    put('b', 1);
    expect(walkPage(store, request)).toMatchObject({ scannedCount: 1 });
  });

  it('counts what it fetches in whole 4 KB', () => {
    for (const name of ['a', 'b']) put(name, 10);
    const sizes = [4_097, 4_096];
    const reachBack = ({ row }: StoredImage): StoredImage =>
      new StoredImage(row, sizes.shift() ?? 0, NAMES);
    expect(walkPage(store, { ...request, reachBack })).toMatchObject({
      evaluatedBytes: 20,
      fetchedBytes: [4_097, 4_096],
      pageBytes: 20 + 3 * 4_096,
    });
  });

  it('filters and projects what it evaluates', () => {
    for (const name of ['a', 'b', 'c'])
      put(name, 10, rowOf({ pk: { S: name }, n: { N: '1' } }, 10));
    const isB = {
      kind: 'comparison',
      comparator: '=',
      left: { kind: 'path', path: ['pk'] },
      right: { kind: 'literal', value: { S: 'b' } },
    } as const;
    const page = walkPage(store, { ...request, filter: isB, limit: 2 });
    expect(page).toMatchObject({ count: 1, scannedCount: 2 });
    expect(page.rows.map((row) => jsonOfRow(row, NAMES))).toEqual([
      '{"pk":{"S":"b"},"n":{"N":"1"}}',
    ]);
  });

  it('reads ahead a megabyte, or what its limit will need', () => {
    for (const name of ['a', 'b', 'c', 'd']) put(name, 100);
    const asked: (number | undefined)[] = [];
    const watched: Store = {
      ...store,
      scan: (tree, range, options, visit) => {
        asked.push(options.expectedBytes);
        store.scan(tree, range, options, visit);
      },
    };
    walkPage(watched, request);
    walkPage(watched, { ...request, limit: 3 });
    walkPage(watched, { ...request, limit: 1_000_000 });
    expect(asked).toEqual([PAGE_BYTES_MAX, 300, PAGE_BYTES_MAX]);
  });
});
