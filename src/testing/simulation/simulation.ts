import type { Engine, TextAnswer } from '../../engine/engine-interface.ts';
import type { MakeMember } from '../../engine/background/member.ts';
import { MEMBERS } from '../../engine/background/member-list.ts';
import { createEngine } from '../../engine/engine.ts';
import { crc32c } from '../../kernel/crc32c.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { mayPass, OPENINGS_MAX } from '../../tabs/engine-opening.ts';
import { NO_FAULTS, SimulatedDevice } from '../device/simulated-device.ts';
import { signal } from '../world/signal.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { DoomedTables, treesOn } from './doomed-tables.ts';
import { Model } from './model.ts';
import type { SimulationOptions } from './options.ts';
import type { Step } from './workload.ts';
import { drawStep, TABLE, versionOf } from './workload.ts';

/** How a run ended. */
export interface SimulationResult {
  /** First difference between store and model, with the step it was seen at; undefined when there was none. */
  readonly failure: string | undefined;
  /** Checksum over every answer and the final state. */
  readonly digest: string;
  readonly steps: number;
  readonly crashes: number;
}

/** A difference between what is and what must be. */
class Mismatch extends Error {}

type Items = Record<string, { readonly S?: string; readonly N?: string }>;

const PAUSE_MS = 5;
/** The idle checkpoint begins within the first of these; the second is about how long it takes. */
const REST_MS = 2_000;
const CHECKPOINT_MS = 60;
const RESERVE_BYTES_MAX = 16 * 1024 * 1024;
/** Within which the pages of a dropped table are gone from a healthy device, a failed step before it included. */
const FELLED_MS = 40_000;

/** Runs the real engine in a simulated world, against the model. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const run = new Simulation(options);
  let failure: string | undefined;
  try {
    await run.run();
  } catch (error) {
    const reason = error instanceof Mismatch ? error.message : String((error as Error).stack);
    failure = `step ${String(run.step)}: ${reason}`;
  }
  return { failure, digest: run.digest(), steps: run.step, crashes: run.crashes };
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #world: SimulatedWorld;
  readonly #device: SimulatedDevice;
  readonly #model = new Model();
  readonly #keys: readonly string[];
  readonly #locked = new Set<string>();
  readonly #doomed: DoomedTables;
  readonly #trace: string[] = [];
  #engine: Engine | undefined;
  #store: LogStore | undefined;
  #endLife: () => void = () => undefined;
  /** Resolves when the process of the present engine dies. */
  #death = signal();
  #isInterrupted = false;
  #restUntil = 0;
  step = 0;
  crashes = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#world = new SimulatedWorld(options.seed, options.knobs);
    this.#device = new SimulatedDevice(this.#world);
    this.#device.losePagePut = options.losePagePut;
    this.#doomed = new DoomedTables(this.#world.random, options.valueBytes);
    this.#keys = Array.from({ length: options.keys }, (_, i) => `k${String(i)}`);
  }

  digest(): string {
    const text = this.#trace.join('\n');
    return crc32c(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
  }

  run(): Promise<void> {
    return this.#world.until(this.#play(), 1e9);
  }

  async #play(): Promise<void> {
    await this.#open();
    await this.#must('CreateTable', {
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    });
    await this.#engine?.flushed();
    while (this.step < this.#options.steps) {
      this.#isInterrupted = false;
      this.#device.faults = this.#options.faults;
      this.#device.quotaBytes = this.#options.quotaBytes ?? Infinity;
      await Promise.all(Array.from({ length: this.#options.lanes }, () => this.#lane()));
      await this.#verify();
    }
    await this.#engine?.close();
    this.#endLife();
    await this.#open();
    await this.#verify();
    for (const [key, version] of [...this.#model.items()].sort())
      this.#trace.push(`${key}=${version}`);
  }

  async #lane(): Promise<void> {
    while (!this.#isInterrupted && this.step < this.#options.steps) {
      this.step++;
      if (!(await this.#disturb())) await this.#issue();
      const rest = Math.max(0, this.#restUntil - this.#world.elapsedMs);
      await this.#pause(rest + this.#world.random.fraction() * PAUSE_MS);
    }
  }

  /** Lets one of the world's larger misfortunes happen, by chance. */
  async #disturb(): Promise<boolean> {
    const { kill, powerCut, close, clockJump, rest, drops = 0 } = this.#options;
    const { random } = this.#world;
    if (random.chance(kill)) this.#die(() => this.#device.killProcess());
    else if (random.chance(powerCut)) this.#die(() => this.#model.cut(this.#device.cutPower()));
    else if (random.chance(clockJump))
      this.#world.skewClock((random.fraction() - 0.5) * 172_800_000);
    else if (random.chance(close) && this.#isAtRest) await this.#reopenCleanly();
    else if (random.chance(rest)) await this.#rest();
    else if (drops > 0 && random.chance(drops)) await this.#drop();
    else return false;
    return true;
  }

  /** Whether no request is under way. */
  get #isAtRest(): boolean {
    return this.#locked.size === 0 && !this.#doomed.isBusy;
  }

  async #drop(): Promise<void> {
    const engine = this.#engine;
    if (engine === undefined) return;
    await this.#doomed.step((operation, input) => this.#ask(engine, operation, input));
  }

  /** Holds every lane until the store has been idle long enough to write its dirty pages, perhaps only some of them. */
  async #rest(): Promise<void> {
    const { random } = this.#world;
    const restMs = REST_MS * 0.5 + random.fraction() * (REST_MS * 0.5 + CHECKPOINT_MS);
    this.#restUntil = this.#world.elapsedMs + restMs;
    await this.#pause(restMs);
    const how = random.below(4);
    if (how === 0) this.#die(() => this.#device.killProcess());
    if (how === 1) this.#die(() => this.#model.cut(this.#device.cutPower()));
  }

  #die(how: () => void): void {
    if (this.#engine === undefined) return;
    this.crashes++;
    this.#isInterrupted = true;
    this.#trace.push(`death at ${String(this.#device.commits)}`);
    how();
    this.#endLife();
    this.#engine = undefined;
    this.#death.raise();
  }

  async #reopenCleanly(): Promise<void> {
    this.#isInterrupted = true;
    this.#device.faults = NO_FAULTS;
    const engine = this.#engine;
    this.#engine = undefined;
    await engine?.close();
    this.#endLife();
  }

  async #issue(): Promise<void> {
    const engine = this.#engine;
    const free = this.#keys.filter((key) => !this.#locked.has(key));
    const step = drawStep(
      {
        random: this.#world.random,
        step: this.step,
        valueBytes: this.#options.valueBytes,
        version: (key) => this.#model.version(key),
      },
      free,
    );
    if (step === undefined || engine === undefined) return;
    for (const key of step.keys) this.#locked.add(key);
    try {
      const answer = await this.#ask(engine, step.operation, step.input);
      this.#judge(step, answer);
    } finally {
      for (const key of step.keys) this.#locked.delete(key);
    }
  }

  #judge(step: Step, answer: TextAnswer | undefined): void {
    const { operation } = step;
    if (
      answer === undefined ||
      (answer.status === 500 && !answer.body.includes('nothing was written'))
    ) {
      for (const effects of step.effects) this.#model.undecide(effects);
      this.#isInterrupted = true;
      return;
    }
    this.#trace.push(`${operation} ${step.keys.join()} ${String(answer.status)}`);
    if (answer.status === 500) {
      const { quota } = this.#options.faults;
      if (operation === 'DeleteItem' && quota === 0 && answer.body.includes('no room'))
        throw new Mismatch(`a deletion is refused for want of room, of ${step.keys.join()}`);
      return;
    }
    if (step.refusal !== undefined) {
      if (answer.status !== 400 || !answer.body.includes(step.refusal)) {
        throw new Mismatch(`${operation} on ${step.keys.join()} must be refused: ${answer.body}`);
      }
      return;
    }
    if (answer.status !== 200) throw new Mismatch(`${operation} was refused: ${answer.body}`);
    for (const effects of step.effects) this.#model.acknowledged(effects, this.#device.commits);
    if (step.shows === undefined) return;
    const body = JSON.parse(answer.body) as {
      readonly Item?: Items;
      readonly Items?: readonly Items[];
    };
    const item = body.Item ?? body.Items?.[0];
    const seen = item === undefined ? undefined : versionOf(item);
    if (seen !== step.shows.version) {
      throw new Mismatch(
        `${operation} shows ${String(seen)}, must show ${String(step.shows.version)}`,
      );
    }
  }

  /** With the device healthy: everything stored equals the model, scrub is clean, counts are right. */
  async #verify(): Promise<void> {
    this.#device.faults = NO_FAULTS;
    this.#device.quotaBytes = Infinity;
    await this.#recover();
    const found = await this.#scan();
    const difference = this.#model.settle(found);
    if (difference !== undefined) throw new Mismatch(difference);
    if (!(await this.#isWell())) throw new Mismatch('a healthy device refuses');
    this.#model.harden();
    const damaged = await this.#damaged();
    if (damaged.length > 0) throw new Mismatch(`scrub: ${JSON.stringify(damaged)}`);
    if (this.#options.drops !== undefined) await this.#verifyDrops();
    const pinned = this.#pinnedPages;
    if (pinned > 0) throw new Mismatch(`at rest ${String(pinned)} pages are held`);
    const { Table } = await this.#must('DescribeTable', { TableName: TABLE });
    const { ItemCount } = Table as { readonly ItemCount: number };
    if (ItemCount !== found.size)
      throw new Mismatch(`ItemCount ${String(ItemCount)}, found ${String(found.size)}`);
  }

  async #recover(): Promise<void> {
    while (!(await this.#isWell())) {
      if (this.#engine?.stats().state !== 'open') await this.#reviveEngine();
    }
  }

  /** What a scrub finds. What the background had under way when the device became healthy may hang, and closes the store once. */
  async #damaged(): Promise<readonly unknown[]> {
    try {
      return (await this.#engine?.scrub())?.damaged ?? [];
    } catch (error) {
      if (!(error instanceof DeviceFault && error.kind === 'closed')) throw error;
    }
    await this.#recover();
    return (await this.#engine?.scrub())?.damaged ?? [];
  }

  /** Nothing is left of tables that are gone. */
  async #verifyDrops(): Promise<void> {
    const engine = this.#engine;
    if (engine === undefined) throw new Mismatch('there is no engine');
    const wrong = await this.#doomed.end((operation, input) => this.#ask(engine, operation, input));
    if (wrong !== undefined) throw new Mismatch(wrong);
    const until = this.#world.elapsedMs + FELLED_MS;
    while (treesOn(this.#device.disk) > 1) {
      if (this.#world.elapsedMs > until) throw new Mismatch('pages of a dropped table are left');
      await this.#pause(20);
    }
    // What deletes them holds a page of its own until it has forgotten them.
    while (this.#pinnedPages > 0 && this.#world.elapsedMs < until) await this.#pause(20);
  }

  get #pinnedPages(): number {
    return this.#store?.forest.usage().pinnedPages ?? 0;
  }

  /** Whether the engine answers and can make everything durable. */
  async #isWell(): Promise<boolean> {
    const engine = this.#engine;
    if (engine === undefined) return false;
    const answer = await this.#ask(engine, 'ListTables', {});
    // No opening mends that: only a device that loses what it wrote leaves the catalog damaged.
    if (answer?.body.includes('is damaged') === true)
      throw new Mismatch(`ListTables: ${answer.body}`);
    if (answer?.status !== 200) return false;
    return engine.flushed().then(
      () => true,
      () => false,
    );
  }

  async #reviveEngine(): Promise<void> {
    this.#device.killProcess();
    this.#endLife();
    await this.#open();
  }

  async #scan(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    let ExclusiveStartKey: unknown;
    do {
      const page = await this.#must('Scan', { TableName: TABLE, ExclusiveStartKey });
      for (const item of page['Items'] as readonly Items[])
        found.set(item['pk']?.S ?? '', versionOf(item));
      ExclusiveStartKey = page['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return found;
  }

  async #must(operation: string, input: object): Promise<Record<string, unknown>> {
    const engine = this.#engine;
    if (engine === undefined) throw new Mismatch('there is no engine');
    const answer = await this.#ask(engine, operation, input);
    if (answer?.status !== 200) throw new Mismatch(`${operation}: ${answer?.body ?? 'no answer'}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  }

  /** The answer, or undefined when the process died first. */
  #ask(engine: Engine, operation: string, input: object): Promise<TextAnswer | undefined> {
    return Promise.race([
      engine.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input)),
      this.#death.raised.then(() => undefined),
    ]);
  }

  /** Opens as a tab does: the last commits of a killed life may land meanwhile. */
  async #open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#engine = await this.#openOnce();
        return;
      } catch (error) {
        if (!mayPass(error) || attempt === OPENINGS_MAX) throw error;
        this.#endLife();
      }
    }
  }

  #openOnce(): Promise<Engine> {
    const { world, end } = this.#world.life();
    this.#death = signal();
    this.#endLife = end;
    return createEngine(
      { world, devices: this.#device, members: [...MEMBERS, this.#witness] },
      {
        region: 'eu-west-2',
        accountId: '000000000001',
        durability: this.#options.durability,
        cacheBytes: this.#options.cacheBytes,
        expectedStoreId: undefined,
        reserveBytesMax: RESERVE_BYTES_MAX,
      },
    );
  }

  /** Does nothing: it knows the store that is open. */
  readonly #witness: MakeMember = ({ store }) => {
    this.#store = store;
    return {
      name: 'witness',
      turn: () => undefined,
      wakesOn: () => 0,
      progress: () => undefined,
    };
  };

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.after(ms, resolve);
    });
  }
}
