import type { Engine, TextAnswer } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { NO_FAULTS, SimulatedDevice } from '../device/simulated-device.ts';
import type { DeviceFaults } from '../device/simulated-device.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { Prng } from '../world/prng.ts';
import { signal } from '../world/signal.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import type { IndexDefinition, WireItem } from './index-definitions.ts';
import { ATTRIBUTES, drawTable, entriesOf } from './index-definitions.ts';
import { drawWrite, TABLE } from './index-writes.ts';

/** What one run saw. */
export interface IndexRun {
  /** First difference between an index and its table; undefined when there was none. */
  readonly failure: string | undefined;
  readonly crashes: number;
  readonly built: number;
  readonly entries: number;
}

class Mismatch extends Error {}

const PAUSE_MS = 5;
/** Long enough for the engine to write its pages. */
const REST_MS = 1_500;
/** A page or two: most writes of index entries meet no page. */
const CACHE_BYTES = 80_000;
const LANES = 6;
const STEPS_PER_ROUND = 60;

/** Runs the engine with random indexes under random writes, deaths and faults, and compares every index with its table. */
export async function simulateIndexes(
  seed: number,
  rounds: number,
  knobs: TurnedKnobs = {},
): Promise<IndexRun> {
  const run = new IndexSimulation(seed, knobs);
  let failure: string | undefined;
  try {
    await run.run(rounds);
  } catch (error) {
    const reason = error instanceof Mismatch ? error.message : String((error as Error).stack);
    failure = `seed ${String(seed)}, ${JSON.stringify(knobs)}: ${reason}`;
  }
  return { failure, crashes: run.crashes, built: run.built, entries: run.entries };
}

class IndexSimulation {
  readonly #world: SimulatedWorld;
  readonly #device: SimulatedDevice;
  readonly #random: Prng;
  readonly #faults: DeviceFaults;
  readonly #kill: number;
  #engine: Engine | undefined;
  /** Raised when the process of the present engine dies. */
  #death = signal();
  #endLife: () => void = () => undefined;
  #indexes: readonly IndexDefinition[] = [];
  #isInterrupted = false;
  #made = 0;
  crashes = 0;
  built = 0;
  entries = 0;

  constructor(seed: number, knobs: TurnedKnobs) {
    this.#world = new SimulatedWorld(seed, knobs);
    this.#device = new SimulatedDevice(this.#world);
    this.#random = new Prng(seed ^ 0x1d);
    const rate = (max: number): number => (this.#random.chance(0.5) ? max : 0);
    this.#faults = {
      abort: rate(0.15),
      quota: rate(0.15),
      close: rate(0.03),
      hang: rate(0.01),
      readClose: rate(0.03),
    };
    this.#kill = rate(0.04);
  }

  run(rounds: number): Promise<void> {
    return this.#world.until(this.#play(rounds), 1e9);
  }

  async #play(rounds: number): Promise<void> {
    await this.#open();
    const { input, indexes } = drawTable(this.#random);
    this.#indexes = indexes;
    await this.#must('CreateTable', { TableName: TABLE, ...input });
    await this.#engine?.flushed();
    for (let round = 0; round < rounds; round++) {
      this.#isInterrupted = false;
      this.#device.faults = this.#faults;
      await Promise.all(Array.from({ length: LANES }, () => this.#lane()));
      await this.#verify();
      await this.#changeIndexes();
      // A power cut may take back what is not hardened, and with it the definition.
      await this.#engine?.flushed();
    }
    await this.#verify();
  }

  async #lane(): Promise<void> {
    for (let step = 0; step < STEPS_PER_ROUND / LANES && !this.#isInterrupted; step++) {
      if (this.#random.chance(this.#kill)) this.#die();
      else if (this.#random.chance(0.25)) await this.#read();
      else await this.#write();
      const isResting = this.#random.chance(0.05);
      await this.#pause(isResting ? REST_MS : this.#random.fraction() * PAUSE_MS);
    }
  }

  /** Brings pages in while writes of their entries are under way. */
  async #read(): Promise<void> {
    const engine = this.#engine;
    const index = this.#random.pick(this.#indexes);
    if (engine === undefined) return;
    const answer = await this.#ask(engine, 'Scan', { TableName: TABLE, IndexName: index.name });
    if (answer?.status === 400 && !answer.body.includes('backfilling'))
      throw new Mismatch(`Scan of ${index.name} was refused: ${answer.body}`);
  }

  async #write(): Promise<void> {
    const engine = this.#engine;
    if (engine === undefined) return;
    const { operation, input } = drawWrite(this.#random, ++this.#made);
    const answer = await this.#ask(engine, operation, input);
    const isExpected =
      answer === undefined ||
      answer.status !== 400 ||
      /ConditionalCheck|TransactionConflict/.test(answer.body);
    if (!isExpected) throw new Mismatch(`${operation} was refused: ${answer.body}`);
  }

  /** Adds or removes a global index, and lets writes and deaths go on meanwhile. */
  async #changeIndexes(): Promise<void> {
    const globals = this.#indexes.filter(({ kind }) => kind === 'global');
    const dropped = globals.length > 2 ? this.#random.pick(globals) : undefined;
    if (dropped !== undefined) {
      const updates = [{ Delete: { IndexName: dropped.name } }];
      await this.#must('UpdateTable', { TableName: TABLE, GlobalSecondaryIndexUpdates: updates });
      this.#indexes = this.#indexes.filter((index) => index !== dropped);
      return;
    }
    const { indexes } = drawTable(this.#random);
    const added = indexes.find(({ kind }) => kind === 'global');
    if (added === undefined) return;
    const named = { ...added, name: `added${String(++this.built)}` };
    const { KeySchema, Projection } = named.input;
    await this.#must('UpdateTable', {
      TableName: TABLE,
      AttributeDefinitions: ATTRIBUTES,
      GlobalSecondaryIndexUpdates: [{ Create: { IndexName: named.name, KeySchema, Projection } }],
    });
    this.#indexes = [...this.#indexes, named];
  }

  /** With the device healthy and every index built: each holds exactly the entries of the table's items. */
  async #verify(): Promise<void> {
    this.#device.faults = NO_FAULTS;
    await this.#becomeWell();
    await this.#awaitBuilds();
    const items = await this.#scan(undefined);
    for (const index of this.#indexes) {
      const found = (await this.#scan(index.name)).map(entryText).sort();
      const wanted = entriesOf(index, items).map(entryText).sort();
      if (found.join('\n') !== wanted.join('\n'))
        throw new Mismatch(`${index.name}: ${differenceOf(found, wanted)}`);
      this.entries += found.length;
    }
    const damaged = await this.#scrub();
    if (damaged.length > 0) throw new Mismatch(`scrub: ${JSON.stringify(damaged)}`);
  }

  /** A connection that a fault closed before may only be noticed by the scrub: the engine opens another. */
  async #scrub(): Promise<readonly unknown[]> {
    try {
      return (await this.#engine?.scrub())?.damaged ?? [];
    } catch (error) {
      if (!(error instanceof DeviceFault)) throw error;
      await this.#becomeWell();
      return (await this.#engine?.scrub())?.damaged ?? [];
    }
  }

  async #becomeWell(): Promise<void> {
    for (;;) {
      const engine = this.#engine;
      const answer = engine === undefined ? undefined : await this.#ask(engine, 'ListTables', {});
      if (answer?.status === 200) return;
      this.#die();
      await this.#open();
    }
  }

  async #awaitBuilds(): Promise<void> {
    for (;;) {
      const { Table } = await this.#must('DescribeTable', { TableName: TABLE });
      const { GlobalSecondaryIndexes: indexes = [] } = Table as {
        readonly GlobalSecondaryIndexes?: readonly { readonly IndexStatus: string }[];
      };
      if (indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return;
      await this.#pause(PAUSE_MS);
    }
  }

  async #scan(IndexName: string | undefined): Promise<WireItem[]> {
    const items: WireItem[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const input = { TableName: TABLE, IndexName, Limit: 50, ExclusiveStartKey };
      const page = await this.#must('Scan', input);
      items.push(...(page['Items'] as readonly WireItem[]));
      ExclusiveStartKey = page['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  #die(): void {
    if (this.#engine === undefined) return;
    this.crashes++;
    this.#isInterrupted = true;
    if (this.#random.chance(0.5)) this.#device.killProcess();
    else this.#device.cutPower();
    this.#endLife();
    this.#engine = undefined;
    this.#death.raise();
  }

  /** A batch of the process before may land while this one opens: then it opens again. */
  async #open(): Promise<void> {
    while (this.#engine === undefined) {
      try {
        this.#engine = await this.#openOnce();
      } catch (error) {
        if (!(error instanceof DeviceFault) || error.kind !== 'fenced') throw error;
        this.#endLife();
      }
    }
  }

  #openOnce(): Promise<Engine> {
    const life = this.#world.life();
    this.#death = signal();
    this.#endLife = life.end;
    return createEngine(
      { world: life.world, devices: this.#device },
      {
        region: 'eu-west-2',
        accountId: '000000000001',
        durability: 'relaxed',
        cacheBytes: CACHE_BYTES,
        expectedStoreId: undefined,
      },
    );
  }

  async #must(operation: string, input: object): Promise<Record<string, unknown>> {
    const engine = this.#engine;
    const answer = engine === undefined ? undefined : await this.#ask(engine, operation, input);
    if (answer?.status !== 200) throw new Mismatch(`${operation}: ${String(answer?.body)}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  }

  /** The answer, or undefined when the process died before it. */
  #ask(engine: Engine, operation: string, input: object): Promise<TextAnswer | undefined> {
    const answer = engine.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
    return Promise.race([answer, this.#death.raised.then(() => undefined)]);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.after(ms, resolve);
    });
  }
}

function entryText(item: WireItem): string {
  return JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function differenceOf(found: readonly string[], wanted: readonly string[]): string {
  const extra = found.filter((entry) => !wanted.includes(entry));
  const missing = wanted.filter((entry) => !found.includes(entry));
  return `extra ${extra.slice(0, 3).join(' ')}, missing ${missing.slice(0, 3).join(' ')}`;
}
