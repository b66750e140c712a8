/**
 * Fills a global index with the entries of the items that its table held before it: a walk over the table in steps, each a log
 * record that carries its place, while writes go on.
 *
 * Writes of the meantime reach the index by its follower, which answers every change since the index is there; so it does
 * not matter whether a step sees an item before or after such a write.
 */
import type { Check } from '../kernel/check.ts';
import { isA, isText } from '../kernel/check.ts';
import type { Knobs } from '../kernel/knobs.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { walkTable } from '../partition/background-access.ts';
import { entryChanges, entryOf } from '../partition/index-entry.ts';
import { WHOLE_TREE } from '../partition/key-range.ts';
import { storedImage } from '../partition/item-changes.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';
import { putTable, tablesOf } from '../placement/table-catalog.ts';
import type { Table } from '../placement/table-catalog.ts';
import { FollowerBehind } from '../storage/follower-behind.ts';
import { collection } from '../storage/system-record.ts';
import { PLACES } from '../storage/system-tree.ts';
import type { Change, Store } from '../storage/store.ts';

/** How far a build has come: the next item is looked for from this key on. */
interface BuildPlace {
  readonly from: KeyBytes;
}

const builds = collection(PLACES.build, isA<BuildPlace>({ from: isText() as Check<KeyBytes> }));

/** How many indexes are being built. */
export function countBuilds(store: Store): number {
  return tablesOf(store).flatMap(({ indexes }) => indexes.global.filter(({ isWhole }) => !isWhole))
    .length;
}

/**
 * Makes one step of the first build there is, if any. May throw `PageFault` before it appends, and `FollowerBehind` where the
 * follower has to catch up before the last step: it is then run again.
 */
export function buildStep(store: Store, isFollowerBehind: boolean, knobs: Knobs): boolean {
  const build = findBuild(store);
  if (build === undefined) return false;
  const { table, index } = build;
  const place = nameOf(index);
  const from = builds.find(store, place)?.from ?? WHOLE_TREE.from;
  const { changes, next } = entriesFrom(store, build, from, knobs);
  // From the moment the index is whole its follower relies on the entries of all items before a change being there.
  if (next === undefined && isFollowerBehind) throw new FollowerBehind();
  const along: readonly Change[] =
    next === undefined
      ? [builds.remove(place), putTable(withWholeIndex(table, index))]
      : [builds.put(place, { from: next })];
  store.append([...changes, ...along]);
  return true;
}

interface Build {
  readonly table: Table;
  readonly index: SecondaryIndex;
}

function findBuild(store: Store): Build | undefined {
  for (const table of tablesOf(store)) {
    const index = table.indexes.global.find(({ isWhole }) => !isWhole);
    if (index !== undefined) return { table, index };
  }
  return undefined;
}

/** The entries of the next items, and where those behind them begin; undefined when the table is at its end. */
function entriesFrom(
  store: Store,
  { table, index }: Build,
  from: KeyBytes,
  { buildItems, buildBytes }: Knobs,
): { readonly changes: readonly Change[]; readonly next: KeyBytes | undefined } {
  const changes: Change[] = [];
  let items = 0;
  let bytes = 0;
  const walk = { part: 'items', from, expectedBytes: buildBytes } as const;
  const next = walkTable(store, table, walk, (key, item) => {
    const entry = entryOf(index, storedImage(item), key);
    changes.push(...entryChanges(index.tree, undefined, entry, false));
    items++;
    bytes += item.sizeBytes;
    return items < buildItems && bytes < buildBytes;
  });
  return { changes, next };
}

/** Under which name the place of a build is kept. */
function nameOf({ tree }: SecondaryIndex): string {
  return String(tree);
}

function withWholeIndex({ record }: Table, { name }: SecondaryIndex): Table['record'] {
  const globalIndexes = record.globalIndexes?.map((each) =>
    each.name === name ? { ...each, status: 'ACTIVE' as const } : each,
  );
  return { ...record, ...(globalIndexes === undefined ? {} : { globalIndexes }) };
}

/** What has to go when an index goes before it is built. */
export function forgetBuild(index: SecondaryIndex): Change {
  return builds.remove(nameOf(index));
}
