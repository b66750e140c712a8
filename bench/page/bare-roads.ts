/** What IndexedDB itself takes for values of the size of our pages, and of items: no database above it is faster. */
import type { DBSchema, IDBPDatabase } from 'idb';
import { deleteDB, openDB } from 'idb';
import { randomIndices } from './items.ts';
import { scatteredItemOf, scatteredPkOf } from './scattered-items.ts';

interface Schema extends DBSchema {
  readonly values: { readonly key: string; readonly value: ArrayBuffer };
}
type Database = IDBPDatabase<Schema>;

const NAME = 'bare-roads';
const STORE = 'values';
/** A leaf page of 57 items. */
const PAGE_BYTES = 29 * 1024;
const PAGES_MAX = 8_000;
const ITEMS_PER_PAGE = 57;
const READS = 4_000;
/** A megabyte a transaction. */
const PAGES_AT_ONCE = 32;
const READS_AT_ONCE = 64;
const ITEMS_AT_ONCE = 1_000;

export type RoadFigures = Readonly<Record<string, number>>;

const encoder = new TextEncoder();

/** Text of items, as pages hold it: what the browser compresses it compresses here too. */
function pageOf(index: number): ArrayBuffer {
  let text = '';
  for (let i = 0; text.length < PAGE_BYTES; i++)
    text += JSON.stringify(scatteredItemOf(index * 100 + i));
  return encoder.encode(text.slice(0, PAGE_BYTES)).buffer;
}
const nameOf = (page: number): string => `page ${String(page).padStart(8, '0')}`;
const itemText = (index: number): ArrayBuffer =>
  encoder.encode(JSON.stringify(scatteredItemOf(index))).buffer;

/** Calls a second. */
async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (count / (performance.now() - start)) * 1000;
}

async function put(
  db: Database,
  values: readonly (readonly [string, ArrayBuffer])[],
): Promise<void> {
  const tx = db.transaction(STORE, 'readwrite', { durability: 'relaxed' });
  for (const [key, value] of values) void tx.store.put(value, key);
  await tx.done;
}

async function putSteps(
  db: Database,
  count: number,
  step: number,
  make: (i: number) => readonly [string, ArrayBuffer],
): Promise<number> {
  let seconds = 0;
  for (let at = 0; at < count; at += step) {
    const values = Array.from({ length: Math.min(step, count - at) }, (_, i) => make(at + i));
    const start = performance.now();
    await put(db, values);
    seconds += (performance.now() - start) / 1000;
  }
  return count / seconds;
}

async function getSteps(db: Database, step: number, next: () => number): Promise<number> {
  return rate(READS, async () => {
    for (let at = 0; at < READS; at += step) {
      const tx = db.transaction(STORE, 'readonly');
      await Promise.all(Array.from({ length: step }, () => tx.store.get(nameOf(next()))));
    }
  });
}

/** A second of each, over as many pages as a table of so many items has. */
export async function bareRoads(items: number): Promise<RoadFigures> {
  const pages = Math.min(PAGES_MAX, Math.ceil(items / ITEMS_PER_PAGE));
  const db = await openDB<Schema>(NAME, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore(STORE);
    },
  });
  const indices = randomIndices(pages, 3);
  const next = (): number => indices.next().value as number;
  const figures = {
    '29 KB values put in ascending order, 32 a transaction': await putSteps(
      db,
      pages,
      PAGES_AT_ONCE,
      (i) => [nameOf(i), pageOf(i)],
    ),
    '29 KB values overwritten at random, 32 a transaction': await putSteps(
      db,
      pages,
      PAGES_AT_ONCE,
      (i) => [nameOf(next()), pageOf(i)],
    ),
    '29 KB values read at random, one a transaction': await getSteps(db, 1, next),
    '29 KB values read at random, 64 a transaction': await getSteps(db, READS_AT_ONCE, next),
    '300-byte values put at random, 1,000 a transaction': await putSteps(
      db,
      Math.min(items, 200_000),
      ITEMS_AT_ONCE,
      (i) => [scatteredPkOf(i), itemText(i)],
    ),
  };
  db.close();
  await deleteDB(NAME);
  return figures;
}
