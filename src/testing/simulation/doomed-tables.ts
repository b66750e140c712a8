import type { TextAnswer } from '../../engine/engine-interface.ts';
import { ALL_LEAF_PAGES, treeOf } from '../../storage/page/page-key.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import type { Disk } from '../device/disk.ts';
import type { Prng } from '../world/prng.ts';

type Ask = (operation: string, input: object) => Promise<TextAnswer | undefined>;

const ITEMS = 20;

/** Tables that come, are filled and go, whatever befalls them meanwhile. Answers tell nothing for certain: only the list of tables does. */
export class DoomedTables {
  readonly #random: Prng;
  readonly #valueBytes: number;
  #count = 0;
  #standing: string | undefined;
  /** Requests of its own are under way. */
  isBusy = false;

  constructor(random: Prng, valueBytes: number) {
    this.#random = random;
    this.#valueBytes = valueBytes;
  }

  /** Makes a table, or drops it. False where that is under way. */
  async step(ask: Ask): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    try {
      if (this.#standing === undefined) await this.#make(ask);
      else await this.#drop(ask, this.#standing);
    } finally {
      this.isBusy = false;
    }
    return true;
  }

  async #make(ask: Ask): Promise<void> {
    const name = `doomed-${String(++this.#count)}`;
    this.#standing = name;
    const table = {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    };
    const index = {
      IndexName: 'copy',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    };
    const isIndexed = this.#random.chance(0.5);
    await ask('CreateTable', isIndexed ? { ...table, GlobalSecondaryIndexes: [index] } : table);
    await ask('BatchWriteItem', {
      RequestItems: {
        [name]: Array.from({ length: ITEMS }, (_, i) => {
          const v = { S: ' '.repeat(this.#random.below(this.#valueBytes)) };
          return { PutRequest: { Item: { pk: { S: String(i) }, v } } };
        }),
      },
    });
  }

  async #drop(ask: Ask, name: string): Promise<void> {
    this.#standing = undefined;
    await ask('DeleteTable', { TableName: name });
  }

  /** On a healthy device: those that are left can be read, and go. Answers what is wrong. */
  async end(ask: Ask): Promise<string | undefined> {
    this.#standing = undefined;
    const listed = JSON.parse((await ask('ListTables', {}))?.body ?? '{}') as {
      readonly TableNames?: readonly string[];
    };
    for (const name of listed.TableNames ?? []) {
      if (!name.startsWith('doomed-')) continue;
      for (const operation of ['Scan', 'DeleteTable']) {
        const answer = await ask(operation, { TableName: name });
        if (answer?.status !== 200) return `${operation} of ${name}: ${answer?.body ?? ''}`;
      }
    }
    return undefined;
  }
}

/** Trees of tables and indexes of which there are pages. */
export function treesOn(disk: Disk): number {
  const trees = new Set<number>();
  for (const key of disk.pages.keys())
    if (key < ALL_LEAF_PAGES.to && treeOf(key) > CURSOR_TREE) trees.add(treeOf(key));
  return trees.size;
}
