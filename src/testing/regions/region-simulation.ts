import { Prng } from '../world/prng.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { SimulatedNetwork } from './network.ts';
import type { RegionOptions } from './region-options.ts';
import { lastWriters } from './region-oracle.ts';
import type { LoggedWrite } from './region-oracle.ts';
import { drawRegionStep, TABLE, tableInput } from './region-steps.ts';
import type { RegionLife } from './region-life.ts';
import { SimulatedRegion } from './simulated-region.ts';
import { TabbedRegion } from './tabbed-region.ts';

/** How a run ended. */
export interface RegionRun {
  /** First difference between the Regions, or between them and the oracle; undefined when there was none. */
  readonly failure: string | undefined;
  readonly deaths: number;
  readonly acknowledged: number;
  readonly conflicts: number;
  /** Copies of whole tables, beside those of Regions that joined. */
  readonly copies: number;
  /** Virtual time that it took the Regions to agree after the last trouble. */
  readonly settleMs: number;
}

class Mismatch extends Error {}

/** After this much virtual time without trouble everybody must agree. */
const SETTLE_MS = 90_000;
const LOOK_MS = 1_000;
const JOINS_MAX = 300;
const SLEEP_MS = 30 * 3_600_000;
/** Within this time a write is under way. */
const AMID_MS = 20;

interface Acknowledged {
  readonly region: string;
  /** Unique text in the item. */
  readonly mark: string;
  readonly commit: number;
}

/** Runs engines of several Regions through troubles, and compares what they hold when these are over. */
export async function simulateRegions(options: RegionOptions): Promise<RegionRun> {
  const run = new RegionSimulation(options);
  let failure: string | undefined;
  try {
    await run.run();
  } catch (error) {
    const reason = error instanceof Mismatch ? error.message : String((error as Error).stack);
    failure = `seed ${String(options.seed)}, step ${String(run.step)}: ${reason}`;
  }
  const { deaths, acknowledged, settleMs, conflicts, copies } = run;
  return { failure, deaths, acknowledged: acknowledged.length, settleMs, conflicts, copies };
}

class RegionSimulation {
  readonly #options: RegionOptions;
  readonly #world: SimulatedWorld;
  readonly #random: Prng;
  readonly #network: SimulatedNetwork;
  readonly #regions: readonly RegionLife[];
  #joined = 1;
  #marks = 0;
  acknowledged: Acknowledged[] = [];
  step = 0;
  settleMs = 0;
  conflicts = 0;
  copies = 0;

  constructor(options: RegionOptions) {
    this.#options = options;
    this.#world = new SimulatedWorld(options.seed, options.knobs);
    this.#random = new Prng(options.seed ^ 0x7e61);
    this.#network = new SimulatedNetwork(this.#world);
    this.#network.shortBatches = options.shortBatches;
    const names = ['eu-west-1', 'us-east-1', 'ap-south-1', 'sa-east-1', 'ca-central-1'];
    this.#regions = names.slice(0, options.regions).map((name) => {
      const region =
        options.tabs === 0
          ? new SimulatedRegion(name, this.#world, this.#network, options.durability)
          : new TabbedRegion(name, this.#world, this.#network, options);
      region.skewMs = Math.floor((this.#random.fraction() - 0.5) * 2 * options.skewMs);
      return region;
    });
  }

  get deaths(): number {
    return this.#regions.reduce((sum, { deaths }) => sum + deaths, 0);
  }

  run(): Promise<void> {
    return this.#world.until(this.#play(), 1e10);
  }

  async #play(): Promise<void> {
    const [first] = this.#regions;
    if (first === undefined) return;
    await Promise.all(this.#regions.map((region) => region.open()));
    await this.#must(first, 'CreateTable', tableInput(this.#options.hasIndex));
    await first.flushed();
    for (let i = 0; i < this.#options.items; i++) await this.#write(first);
    if (!this.#options.joinLate) while (this.#joined < this.#regions.length) await this.#join();
    this.#network.faults = this.#options.network;
    while (this.step < this.#options.steps) {
      this.step++;
      if (this.#random.chance(0.1)) await this.#join();
      await this.#disturb();
      if (this.#options.sleep > 0 && this.#random.chance(this.#options.sleep)) await this.#sleep();
      const under = this.#random.pick([1, 1, 2, 4]);
      const writes = Array.from({ length: under }, () =>
        this.#write(this.#random.pick(this.#regions)),
      );
      if (this.#options.amid > 0 && this.#random.chance(this.#options.amid)) {
        await this.#pause(this.#random.fraction() * AMID_MS);
        if (this.#random.chance(0.4)) this.#die(this.#random.pick(this.#regions), false);
        else await this.#disturb();
      }
      await Promise.all(writes);
      await this.#pause(this.#random.pick([0, 5, 40, 400, 3_000]) * this.#random.fraction());
    }
    await this.#settle();
  }

  async #join(): Promise<void> {
    const region = this.#regions[this.#joined];
    if (region === undefined) return;
    const asked = this.#random.pick(this.#regions.slice(0, this.#joined));
    if (await this.#add(region, asked)) this.#joined++;
    else await this.#pause(300);
  }

  /** Asks one Region to add another. Answers whether it is, for good: no power cut takes that back. */
  async #add(region: RegionLife, asked: RegionLife): Promise<boolean> {
    const updates = [{ Create: { RegionName: region.name } }];
    const answer = await asked.ask('UpdateTable', { TableName: TABLE, ReplicaUpdates: updates });
    const isThere = answer?.status === 200 || answer?.body.includes('already existed') === true;
    return isThere && (await asked.flushed());
  }

  async #disturb(): Promise<void> {
    const { cut, heal, kill, powerCut, clockJump } = this.#options;
    const random = this.#random;
    const region = random.pick(this.#regions);
    if (random.chance(cut)) this.#network.cut(random.pick(this.#regions).name, region.name);
    if (random.chance(heal)) {
      this.#network.heal();
      this.#network.faults = this.#options.network;
    }
    if (random.chance(clockJump)) {
      region.skewMs += Math.floor(
        (random.fraction() - 0.5) * 2 * Math.max(1_000, this.#options.skewMs),
      );
    }
    if (random.chance(kill)) this.#die(region, false);
    else if (random.chance(powerCut)) this.#die(region, true);
    else if (random.chance(0.5)) await region.open();
  }

  #die(region: RegionLife, isPowerCut: boolean): void {
    const last = region.die(isPowerCut);
    this.acknowledged = this.acknowledged.filter(
      (each) => each.region !== region.name || each.commit <= last,
    );
  }

  /** Everybody is away for longer than the log is kept; then one is back before the others. */
  async #sleep(): Promise<void> {
    await Promise.all(this.#regions.map((region) => region.close()));
    await this.#pause(SLEEP_MS);
    const early = this.#random.pick(this.#regions);
    await early.open();
    for (let i = 0; i < 4; i++) await this.#write(early);
    // The log is looked at once a minute, and trimmed by the checkpoint after that.
    for (let i = 0; i < 3; i++) {
      await this.#pause(61_000);
      await this.#write(early);
    }
    await early.close();
  }

  async #write(region: RegionLife): Promise<void> {
    const { operation, input, marks } = drawRegionStep(
      this.#random,
      this.#options.keys,
      () => `${region.name}-${String(++this.#marks)}`,
    );
    const { device } = region;
    const answer = await region.ask(operation, input);
    if (answer?.status === 200 && region.device === device) {
      const commit = device.commits;
      this.acknowledged.push(...marks.map((mark) => ({ region: region.name, mark, commit })));
    } else if (answer !== undefined && answer.status >= 500) {
      throw new Mismatch(`${operation} in ${region.name}: ${answer.body}`);
    }
  }

  /** No more troubles: now everybody has to agree, with each other and with the oracle. */
  async #settle(): Promise<void> {
    this.#network.heal();
    for (const region of this.#regions) {
      region.resume();
      await region.open();
    }
    for (let i = 0; this.#joined < this.#regions.length; i++) {
      if (i > JOINS_MAX) throw new Mismatch('a Region cannot join');
      await this.#join();
    }
    const from = this.#world.elapsedMs;
    let difference: string | undefined;
    do {
      await this.#pause(LOOK_MS);
      difference = await this.#difference();
      this.settleMs = this.#world.elapsedMs - from;
    } while (difference !== undefined && this.settleMs < SETTLE_MS);
    if (difference !== undefined) throw new Mismatch(difference);
    await this.#compareWithLogs();
    await this.#count();
  }

  async #count(): Promise<void> {
    for (const region of this.#regions) {
      const answer = await region.ask('DescribeRegions', {}, 'Hashrange');
      const { ConflictCount, Replicas, Failure, RefusedWrites } = JSON.parse(
        answer?.body ?? '{}',
      ) as {
        readonly ConflictCount: number;
        readonly Replicas: readonly { readonly Copies: number }[];
        readonly RefusedWrites: number;
        readonly Failure?: string;
      };
      if (Failure !== undefined) throw new Mismatch(`${region.name}: ${Failure}`);
      if (RefusedWrites > 0) throw new Mismatch(`${region.name} refused writes`);
      this.conflicts += ConflictCount;
      for (const { Copies } of Replicas) this.copies += Copies;
    }
  }

  /** What the Regions do not agree in. */
  async #difference(): Promise<string | undefined> {
    const [first, ...others] = this.#regions;
    if (first === undefined) return undefined;
    const expected = await this.#itemsOf(first);
    for (const region of this.#regions) {
      if (
        this.#options.hasIndex &&
        (await this.#itemsOf(region, 'byMark')) !== (await this.#itemsOf(region))
      ) {
        return `the index of ${region.name} is not its table`;
      }
    }
    for (const other of others) {
      const items = await this.#itemsOf(other);
      if (items !== expected)
        return `${first.name} has ${expected ?? 'no table'}, ${other.name} ${items ?? 'no table'}`;
    }
    return expected === undefined ? 'there is no table' : undefined;
  }

  async #itemsOf(region: RegionLife, IndexName?: string): Promise<string | undefined> {
    const answer = await region.ask('Scan', { TableName: TABLE, IndexName });
    if (answer?.status !== 200) return undefined;
    const { Items } = JSON.parse(answer.body) as { readonly Items: readonly object[] };
    return Items.map((item) => JSON.stringify(item))
      .sort()
      .join('\n');
  }

  async #compareWithLogs(): Promise<void> {
    const writes: LoggedWrite[] = [];
    for (const region of this.#regions) {
      region.archive.absorb(region.device.disk);
      writes.push(...(await region.archive.writes(TABLE)));
    }
    const expected = [...lastWriters(writes).values()].sort().join('\n');
    const [first] = this.#regions;
    const found = first && (await this.#itemsOf(first));
    if (found !== expected)
      throw new Mismatch(`found ${String(found)}, the last writers wrote ${expected}`);
    const texts = new Set<string>();
    for (const { region, text } of writes) {
      const mark = `${region} ${markIn(text)}`;
      if (text !== undefined && texts.has(mark)) throw new Mismatch(`${mark} was applied twice`);
      texts.add(mark);
    }
    const lost = this.acknowledged.find(({ region, mark }) => !texts.has(`${region} ${mark}`));
    if (lost !== undefined)
      throw new Mismatch(`${lost.region} acknowledged ${lost.mark} and has not logged it`);
  }

  async #must(region: RegionLife, operation: string, input: object): Promise<void> {
    const answer = await region.ask(operation, input);
    if (answer?.status !== 200) throw new Mismatch(`${operation}: ${String(answer?.body)}`);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.after(ms, resolve);
    });
  }
}

function markIn(text: string | undefined): string {
  if (text === undefined) return '';
  return (JSON.parse(text) as { readonly mark?: { readonly S: string } }).mark?.S ?? '';
}
