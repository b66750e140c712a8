import type { Item } from '../../wire/attribute-value.ts';
import { pruneItem } from '../projection/prune.ts';
import type { UpdateNode } from './update-nodes.ts';

/** The outcome of an update. The two partial images are worked out only when asked for. */
export class UpdateResult {
  /** The whole item after the update. */
  readonly item: Item;
  readonly #update: UpdateNode;
  readonly #oldItem: Item;

  constructor(update: UpdateNode, oldItem: Item, newItem: Item) {
    this.item = newItem;
    this.#update = update;
    this.#oldItem = oldItem;
  }

  /** What ReturnValues UPDATED_OLD returns: the written paths in the old item. Undefined if it had none of them. */
  get updatedOld(): Item | undefined {
    return unlessEmpty(pruneItem(this.#update.targets, this.#oldItem));
  }

  /**
   * What ReturnValues UPDATED_NEW and a statement's RETURNING MODIFIED NEW return: what stands at the written paths in the new item,
   * wherever its lists moved to. Undefined if there is none.
   */
  get updatedNew(): Item | undefined {
    return unlessEmpty(pruneItem(this.#update.targets, this.item));
  }
}

function unlessEmpty(item: Item): Item | undefined {
  for (const name in item) if (Object.hasOwn(item, name)) return item;
  return undefined;
}
