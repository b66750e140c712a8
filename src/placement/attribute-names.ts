/**
 * The dictionary of a table: names of attributes by number, under which the rows of the table and of its indexes have them (`item/row/`).
 * Append-only. The last names of it stand in one record, the others in full ones that never change: a new name costs a record of a few kilobytes at most.
 */
import type { RowNames } from '../item/row/row-names.ts';
import { utf8Length } from '../item/item-size.ts';
import { InvariantViolation } from '../kernel/invariant.ts';
import { isCount, isListOf, isObjectOf, isText } from '../kernel/check.ts';
import { collection } from '../storage/system-record.ts';
import type { StoredItem } from '../storage/stored-item.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import { PLACES } from '../storage/system-tree.ts';

/** Names that a dictionary holds at most: further ones stand in rows. */
export const NAMES_MAX = 4_096;
/** UTF-8 bytes of a name in a dictionary, at most. */
export const NAME_BYTES_MAX = 64;
/** Names of a full record. */
const NAMES_A_RECORD = 64;

const isNames = isListOf(isText(NAME_BYTES_MAX), NAMES_A_RECORD);
/** `full`: how many full records come before. */
const lastNames = collection(PLACES.lastNames, isObjectOf({ full: isCount, names: isNames }));
const fullNames = collection(PLACES.fullNames, isNames);

/** What a dictionary holds at one point of the log. */
export class AttributeNames implements RowNames {
  readonly #names: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#ids = new Map(names.map((name, id) => [name, id]));
  }

  get count(): number {
    return this.#names.length;
  }

  idOf(name: string): number {
    return this.#ids.get(name) ?? -1;
  }

  nameOf(id: number): string | undefined {
    return this.#names[id];
  }

  /** The names from a number on. */
  from(id: number): readonly string[] {
    return this.#names.slice(id);
  }

  /** Whether there is room for the name, and none like it. */
  takes(name: string): boolean {
    return this.count < NAMES_MAX && !this.#ids.has(name) && utf8Length(name) <= NAME_BYTES_MAX;
  }

  /** With names that it {@link takes}. */
  with(names: readonly string[]): AttributeNames {
    return new AttributeNames([...this.#names, ...names]);
  }
}

const NONE = new AttributeNames([]);

/** Dictionaries by the record with their last names: an item of the store is never changed, only replaced. */
const read = new WeakMap<StoredItem, AttributeNames>();

/** The dictionary of the table whose items are in `tree`. */
export function attributeNames(store: Pick<Store, 'find'>, tree: TreeId): AttributeNames {
  const key = lastNames.key(String(tree));
  const item = store.find(lastNames.tree, key);
  if (item === undefined) return NONE;
  const known = read.get(item);
  if (known !== undefined) return known;
  const { full, names } = lastNames.decode(key, item);
  const before = Array.from({ length: full }, (_, record) => fullAt(store, tree, record));
  const found = new AttributeNames([...before.flat(), ...names]);
  read.set(item, found);
  return found;
}

/** What has to change for `after`, which goes on where `before` ends, to be the dictionary. */
export function addNames(
  tree: TreeId,
  before: AttributeNames,
  after: AttributeNames,
): readonly Change[] {
  const changes: Change[] = [];
  const fullBefore = Math.floor(before.count / NAMES_A_RECORD);
  const full = Math.floor(after.count / NAMES_A_RECORD);
  const all = after.from(0);
  for (let record = fullBefore; record < full; record++) {
    const from = record * NAMES_A_RECORD;
    const names = all.slice(from, from + NAMES_A_RECORD);
    changes.push(fullNames.put(nameOfFull(tree, record), names));
  }
  const names = all.slice(full * NAMES_A_RECORD);
  return [...changes, lastNames.put(String(tree), { full, names })];
}

/** Forgets the dictionary of a tree. */
export function dropNames(store: Store, tree: TreeId): readonly Change[] {
  const last = lastNames.find(store, String(tree));
  if (last === undefined) return [];
  const full = Array.from({ length: last.full }, (_, record) =>
    fullNames.remove(nameOfFull(tree, record)),
  );
  return [...full, lastNames.remove(String(tree))];
}

const nameOfFull = (tree: TreeId, record: number): string => `${String(tree)} ${String(record)}`;

function fullAt(store: Pick<Store, 'find'>, tree: TreeId, record: number): readonly string[] {
  const names = fullNames.find(store, nameOfFull(tree, record));
  if (names === undefined)
    throw new InvariantViolation(`names of tree ${String(tree)} are missing`);
  return names;
}
