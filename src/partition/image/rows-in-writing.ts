import { NO_NAMES } from '../../item/row/row-names.ts';
import type { CountedNames } from '../../item/row/row-names.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import type { Slice } from '../../kernel/slice.ts';
import { addNames, attributeNames } from '../../placement/attribute-names.ts';
import type { AttributeNames } from '../../placement/attribute-names.ts';
import { NameTally } from '../../placement/name-tally.ts';
import type { Change, Store, TreeId } from '../../storage/store.ts';
import type { Table } from '../../placement/table-catalog.ts';
import { applyUpdateToRow } from '../../expression/update/update.ts';
import type { Update } from '../../expression/update/update.ts';
import type { RowUpdate } from '../../expression/update/update-result.ts';
import type { ItemPlace } from '../item-place.ts';
import { StoredImage } from './stored-image.ts';
import type { ItemImage } from './stored-image.ts';

/** An item after an update. */
export interface UpdatedImage {
  readonly image: StoredImage;
  readonly result: RowUpdate;
}

/** What is kept from write to write, as long as the store is open: nothing that could not be lost. */
class RowMaker {
  readonly writer = new RowWriter();
  readonly #tallies = new Map<TreeId, NameTally>();

  tallyOf(tree: TreeId): NameTally {
    const known = this.#tallies.get(tree);
    if (known !== undefined) return known;
    const tally = new NameTally();
    this.#tallies.set(tree, tally);
    return tally;
  }
}

const makers = new WeakMap<Store, RowMaker>();

/**
 * The rows of one log record on their way. What they add to dictionaries goes into that very record: {@link RowsInWriting.changes}.
 */
export class RowsInWriting {
  readonly #store: Store;
  readonly #maker: RowMaker;
  readonly #names = new Map<TreeId, NamesInWriting>();

  constructor(store: Store) {
    this.#store = store;
    const maker = makers.get(store) ?? new RowMaker();
    makers.set(store, maker);
    this.#maker = maker;
  }

  /** The names of a table as they are before all this is written. */
  namesOf({ tree }: Pick<Table, 'tree'>): CountedNames {
    return this.#namesIn(tree).before;
  }

  /** An item that is put at its place. */
  put(place: ItemPlace, { item, sizeBytes }: ItemImage): StoredImage {
    const names = this.#namesAt(place);
    return new StoredImage(
      this.#maker.writer.write(item, sizeBytes, names),
      sizeBytes,
      names,
      item,
    );
  }

  /** What an update makes of the item at its place. Throws a `ValueFault` where it cannot be applied. */
  update(place: ItemPlace, before: StoredImage, update: Update): UpdatedImage {
    const names = this.#namesAt(place);
    const result = applyUpdateToRow(update, before.view(names), this.#maker.writer);
    const { row, sizeBytes } = result.view;
    return { image: new StoredImage(row, sizeBytes, names), result };
  }

  /** The row of an item without attributes. */
  tombstone(sizeBytes: number): Slice {
    return this.#maker.writer.write({}, sizeBytes, NO_NAMES);
  }

  /** What the dictionaries gain. */
  changes(): readonly Change[] {
    const changes: Change[] = [];
    for (const [tree, names] of this.#names) changes.push(...names.changes(tree));
    return changes;
  }

  #namesAt({ table: { tree }, key }: ItemPlace): NamesInWriting {
    const names = this.#namesIn(tree);
    names.itemKey = key;
    return names;
  }

  #namesIn(tree: TreeId): NamesInWriting {
    const known = this.#names.get(tree);
    if (known !== undefined) return known;
    const names = new NamesInWriting(attributeNames(this.#store, tree), this.#maker.tallyOf(tree));
    this.#names.set(tree, names);
    return names;
  }
}

/** A dictionary, and what it gains by the items that are written. */
class NamesInWriting implements CountedNames {
  itemKey = '';
  readonly before: AttributeNames;
  readonly #tally: NameTally;
  #after: AttributeNames;

  constructor(before: AttributeNames, tally: NameTally) {
    this.before = before;
    this.#after = before;
    this.#tally = tally;
  }

  idOf(name: string): number {
    const id = this.#after.idOf(name);
    return id >= 0 ? id : this.#learn(name);
  }

  nameOf(id: number): string | undefined {
    return this.#after.nameOf(id);
  }

  get count(): number {
    return this.#after.count;
  }

  from(id: number): readonly string[] {
    return this.#after.from(id);
  }

  changes(tree: TreeId): readonly Change[] {
    return this.#after === this.before ? [] : addNames(tree, this.before, this.#after);
  }

  #learn(name: string): number {
    if (!this.#after.takes(name) || !this.#tally.sees(name, this.itemKey)) return -1;
    this.#after = this.#after.with([name]);
    return this.#after.count - 1;
  }
}
