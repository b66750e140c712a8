/**
 * Fills a global index with the entries of the items that its table held before it: a walk over the table in steps, each a log
 * record that carries its place, while writes go on.
 *
 * Writes of the meantime reach the index by its follower, which answers every change since the index is there; so it does
 * not matter whether a step sees an item before or after such a write.
 */
import type { Check } from '../kernel/check.ts';
import { isA, isCount, isText, optional } from '../kernel/check.ts';
import type { Knobs } from '../kernel/knobs.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { walkTable } from '../partition/background-access.ts';
import { entryChanges, entryOf } from '../partition/index-entry.ts';
import { WHOLE_TREE } from '../partition/key-range.ts';
import { attributeNames } from '../placement/attribute-names.ts';
import { storedImage } from '../partition/image/stored-image.ts';
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
  /** Items before it, as they were met; builds that began under an older release do not know all of them. */
  readonly items?: number | undefined;
}

const builds = collection(
  PLACES.build,
  isA<BuildPlace>({ from: isText() as Check<KeyBytes>, items: optional(isCount) }),
);

/** What one step reads at most. */
export type StepSize = Pick<Knobs, 'buildItems' | 'buildBytes'>;

/** How many items are about to be looked at for all indexes that are being built: at least one for each, which has its last step before it. */
export function itemsToBuild(store: Store): number {
  let items = 0;
  for (const { table, index } of buildsOf(store)) {
    const done = builds.find(store, nameOf(index))?.items ?? 0;
    items += Math.max(1, store.counts(table.tree).items - done);
  }
  return items;
}

/**
 * Makes one step of the first build there is, if any. May throw `PageFault` before it appends, and `FollowerBehind` where the
 * follower has to catch up before the last step: it is then run again.
 */
export function buildStep(store: Store, isFollowerBehind: boolean, size: StepSize): boolean {
  const build = buildsOf(store)[0];
  if (build === undefined) return false;
  const { table, index } = build;
  const place = nameOf(index);
  const { from = WHOLE_TREE.from, items = 0 } = builds.find(store, place) ?? {};
  const { changes, walked, next } = entriesFrom(store, build, from, size);
  // From the moment the index is whole its follower relies on the entries of all items before a change being there.
  if (next === undefined && isFollowerBehind) throw new FollowerBehind();
  const along: readonly Change[] =
    next === undefined
      ? [builds.remove(place), putTable(withWholeIndex(table, index))]
      : [builds.put(place, { from: next, items: items + walked })];
  store.append([...changes, ...along]);
  return true;
}

interface Build {
  readonly table: Table;
  readonly index: SecondaryIndex;
}

function buildsOf(store: Store): readonly Build[] {
  return tablesOf(store).flatMap((table) =>
    table.indexes.global.filter(({ isWhole }) => !isWhole).map((index) => ({ table, index })),
  );
}

/** The entries of the next items, and where those behind them begin; undefined when the table is at its end. */
function entriesFrom(
  store: Store,
  { table, index }: Build,
  from: KeyBytes,
  { buildItems, buildBytes }: StepSize,
): {
  readonly changes: readonly Change[];
  readonly walked: number;
  readonly next: KeyBytes | undefined;
} {
  const changes: Change[] = [];
  let walked = 0;
  let bytes = 0;
  const walk = { part: 'items', from, expectedBytes: buildBytes } as const;
  const names = attributeNames(store, table.tree);
  const next = walkTable(store, table, walk, (key, item) => {
    const entry = entryOf(index, storedImage(item, names), key);
    changes.push(...entryChanges(index.tree, undefined, entry, false));
    walked++;
    bytes += item.sizeBytes;
    return walked < buildItems && bytes < buildBytes;
  });
  return { changes, walked, next };
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
