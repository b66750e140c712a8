import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import { Disk } from '../device/disk.ts';
import { diskDevices } from '../device/disk-devices.ts';
import { Prng } from '../world/prng.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

export interface ItemKey {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
}

/** Tables of the sample: two whose log has been trimmed, one whose whole log is still there. */
export const TABLES = ['left', 'right', 'young'] as const;
export const COLLECTIONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const SORT_KEYS = Array.from({ length: 10 }, (_, i) => String(i));
/** Every key that was ever used, and one in ten that never was. */
export const KEYS: readonly ItemKey[] = TABLES.flatMap((table) =>
  COLLECTIONS.flatMap((pk) => SORT_KEYS.map((sk) => ({ table, pk, sk }))),
);

const NEVER_USED = '9';
const ITEM_BYTES = 1_200;
/** Larger than a stored value: frames and pages in pieces. */
const LARGE_BYTES = 130_000;
const CHECKPOINT_MS = 3_000;

/** A store on a disk, what the disk held before, and what the store must answer. */
export interface SampleStore {
  readonly disk: Disk;
  readonly history: readonly Disk[];
  /** Value of each item, by name of its key. */
  readonly items: ReadonlyMap<string, string>;
}

export function nameOf({ table, pk, sk }: ItemKey): string {
  return `${table}/${pk}/${sk}`;
}

/** A process of the engine over a disk, in virtual time. */
export class EngineProcess {
  readonly #world = new SimulatedWorld(1);
  readonly #life = this.#world.life();
  #engine: Engine | undefined;

  static async open(disk: Disk, cacheBytes: number): Promise<EngineProcess> {
    const process = new EngineProcess();
    process.#engine = await process.until(
      createEngine(
        { world: process.#life.world, devices: diskDevices(disk) },
        {
          region: 'eu-west-2',
          accountId: '000000000001',
          durability: 'relaxed',
          cacheBytes,
          expectedStoreId: undefined,
        },
      ),
    );
    return process;
  }

  get engine(): Engine {
    if (this.#engine === undefined) throw new Error('the process is open once `open` has resolved');
    return this.#engine;
  }

  until<T>(promise: Promise<T>): Promise<T> {
    return this.#world.until(promise);
  }

  ask(operation: string, input: object): Promise<{ status: number; body: string }> {
    return this.until(this.engine.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input)));
  }

  /** Lets virtual time pass, and a checkpoint with it. */
  rest(): Promise<void> {
    return this.until(
      new Promise((resolve) => {
        this.#world.after(CHECKPOINT_MS, resolve);
      }),
    );
  }

  /** Ends the process without a word to the engine. */
  kill(): void {
    this.#life.end();
  }
}

/**
 * Writes the sample: six rounds of writes with a checkpoint behind each, the last with the young table, and then a tail
 * of the log that no checkpoint has seen.
 */
export async function writeSample(): Promise<SampleStore> {
  const disk = new Disk();
  const process = await EngineProcess.open(disk, 1_000_000);
  const writer = new SampleWriter(process, new Prng(2));
  const history: Disk[] = [];
  for (let round = 0; round < 6; round++) {
    if (round === 0) await writer.create('left', 'right');
    if (round === 5) await writer.create('young');
    const tables = round < 5 ? TABLES.slice(0, 2) : TABLES;
    await writer.write(
      tables,
      round === 0 || round === 5 ? COLLECTIONS : COLLECTIONS.slice(0, 6),
      150,
    );
    await process.rest();
    history.push(disk.copy());
  }
  await writer.write(TABLES, COLLECTIONS.slice(2, 4), 60);
  await process.until(process.engine.flushed());
  process.kill();
  return { disk, history, items: writer.items };
}

class SampleWriter {
  readonly #process: EngineProcess;
  readonly #random: Prng;
  readonly items = new Map<string, string>();
  #written = 0;

  constructor(process: EngineProcess, random: Prng) {
    this.#process = process;
    this.#random = random;
  }

  async create(...tables: readonly string[]): Promise<void> {
    for (const TableName of tables) {
      await this.#must('CreateTable', {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      });
    }
  }

  /** Transactions of up to six puts and deletes, `count` of these in all. */
  async write(
    tables: readonly string[],
    collections: readonly string[],
    count: number,
  ): Promise<void> {
    const keys = KEYS.filter(
      ({ table, pk, sk }) =>
        tables.includes(table) && collections.includes(pk) && sk !== NEVER_USED,
    );
    for (let left = count; left > 0;) {
      const chosen = new Set<ItemKey>();
      const size = Math.min(left, 1 + this.#random.below(6));
      while (chosen.size < size) chosen.add(this.#random.pick(keys));
      left -= size;
      const TransactItems = [...chosen].map((key) => this.#action(key));
      await this.#must('TransactWriteItems', { TransactItems });
    }
  }

  #action(key: ItemKey): object {
    const wire = { pk: { S: key.pk }, sk: { S: key.sk } };
    this.#written++;
    if (this.#random.chance(0.1)) {
      this.items.delete(nameOf(key));
      return { Delete: { TableName: key.table, Key: wire } };
    }
    const length = this.#written % 100 === 0 ? LARGE_BYTES : ITEM_BYTES;
    const value = String(this.#written).padEnd(length, '.');
    this.items.set(nameOf(key), value);
    return { Put: { TableName: key.table, Item: { ...wire, v: { S: value } } } };
  }

  async #must(operation: string, input: object): Promise<void> {
    const { status, body } = await this.#process.ask(operation, input);
    if (status !== 200) throw new Error(`${operation}: ${body}`);
  }
}
