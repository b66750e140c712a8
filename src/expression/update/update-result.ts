import { attributesOf } from '../../item/attributes.ts';
import type { Attributes } from '../../item/attributes.ts';
import type { RowView } from '../../item/row/row-view.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { pruneItem } from '../projection/prune.ts';
import type { UpdateNode } from './update-nodes.ts';

/** The outcome of an update. The two partial images are worked out only when asked for. */
export class UpdateResult {
  readonly #update: UpdateNode;
  readonly #before: Attributes;
  readonly #after: Attributes;

  constructor(update: UpdateNode, before: Attributes, after: Attributes) {
    this.#update = update;
    this.#before = before;
    this.#after = after;
  }

  /** What ReturnValues UPDATED_OLD returns: the written paths in the old item. Undefined if it had none of them. */
  get updatedOld(): Item | undefined {
    return unlessEmpty(pruneItem(this.#update.targets, this.#before));
  }

  /**
   * What ReturnValues UPDATED_NEW and a statement's RETURNING MODIFIED NEW return: what stands at the written paths in the new item,
   * wherever its lists moved to. Undefined if there is none.
   */
  get updatedNew(): Item | undefined {
    return unlessEmpty(pruneItem(this.#update.targets, this.#after));
  }
}

/** Of an item that is kept as values. */
export class ItemUpdate extends UpdateResult {
  /** The whole item after the update. */
  readonly item: Item;

  constructor(update: UpdateNode, before: Item, after: Item) {
    super(update, attributesOf(before), attributesOf(after));
    this.item = after;
  }
}

/** Of an item in a row. */
export class RowUpdate extends UpdateResult {
  /** The whole item after the update: its row, its size. */
  readonly view: RowView;

  constructor(update: UpdateNode, before: RowView, after: RowView) {
    super(update, before, after);
    this.view = after;
  }
}

function unlessEmpty(item: Item): Item | undefined {
  for (const name in item) if (Object.hasOwn(item, name)) return item;
  return undefined;
}
