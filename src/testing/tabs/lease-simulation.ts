import type { LeaseLogs } from '../../kernel/lease-log.ts';
import type { World } from '../../kernel/world.ts';
import { Lease } from '../../tabs/lease.ts';
import type { LeaseOptions } from '../../tabs/lease.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { drifting, SimulatedLeases } from './simulated-leases.ts';
import { Realm, SimulatedSite } from './simulated-site.ts';
import type { DestroyableDevices } from '../../storage/device/port.ts';

/** Clocks run so much faster or slower than the true time. */
const DRIFT = 0.1;
const STOP_MS = 12_000;
const LOOK_MS = 20;
/** Between two questions whether the lease is ours. */
const ASK_MS = 400;
const LEASE = 'simulated';
/** Two clocks a tenth off, and storage that is slow now and then. */
const OVER_AFTER_MS = 5_000 / (1 - DRIFT) + 6_000;

export type LeaseKind = new (world: World, logs: LeaseLogs, options: LeaseOptions) => Lease;

interface Contender {
  readonly holder: string;
  readonly realm: Realm;
  readonly lease: Lease;
  readonly release: () => void;
  verdict: 'waits' | 'granted' | 'refused' | 'lost';
  /** How many had had it before. */
  turn: number;
}

export interface LeaseRun {
  readonly faults: readonly string[];
  readonly grants: number;
  readonly refusals: number;
  readonly losses: number;
  /** Times that a contender saw that the lease was its own, without being sure of it for a while. */
  readonly sightings: number;
}

/** Seeded life of tabs that want one lease, on clocks of their own, and are stopped, die and give it up, now and then without room for an entry. */
export async function simulateLeases(
  seed: number,
  events: number,
  { kind = Lease, knobs = {} }: { readonly kind?: LeaseKind; readonly knobs?: TurnedKnobs } = {},
): Promise<LeaseRun> {
  return new LeaseSimulation(seed, kind, knobs).run(events);
}

class LeaseSimulation {
  readonly #world: SimulatedWorld;
  readonly #site: SimulatedSite;
  readonly #leases: SimulatedLeases;
  readonly #kind: LeaseKind;
  readonly #faults: string[] = [];
  readonly #all: Contender[] = [];
  #turns = 0;
  #sightings = 0;
  #isOver = false;

  constructor(seed: number, kind: LeaseKind, knobs: TurnedKnobs) {
    this.#world = new SimulatedWorld(seed, knobs);
    this.#site = new SimulatedSite(this.#world, undefined as unknown as DestroyableDevices);
    this.#leases = new SimulatedLeases(this.#world);
    this.#kind = kind;
  }

  async run(events: number): Promise<LeaseRun> {
    this.#watch();
    for (let i = 0; i < events; i++) {
      this.#happen();
      await this.#pass(this.#world.random.fraction() * 4_000);
    }
    await this.#end();
    this.#isOver = true;
    const count = (verdict: Contender['verdict']): number =>
      this.#all.filter((contender) => contender.verdict === verdict).length;
    const [grants, losses] = [count('granted') + count('lost'), count('lost')];
    const [faults, sightings] = [this.#faults, this.#sightings];
    return { faults, grants, losses, refusals: count('refused'), sightings };
  }

  #happen(): void {
    const { random } = this.#world;
    const living = this.#all.filter(({ realm }) => !realm.isDead);
    const one = random.pick(living);
    if (random.chance(0.15)) this.#leases.isFull = !this.#leases.isFull;
    else if (living.length === 0 || (living.length < 4 && random.chance(0.5))) this.#open();
    else if (random.chance(0.3)) one?.realm.die();
    else if (random.chance(0.3)) one?.realm.run(() => one.release());
    else if (one !== undefined) {
      one.realm.stop();
      this.#world.after(random.fraction() * STOP_MS, () => one.realm.resume());
    }
  }

  #open(): Contender {
    const realm = new Realm();
    const { random } = this.#world;
    const world = drifting(this.#site.worldOf(realm), 1 + (random.fraction() * 2 - 1) * DRIFT);
    const holder = `life ${String(this.#all.length)}`;
    const lease = new this.#kind(world, this.#leases.logsOf(realm), { holder, gone: undefined });
    const { release } = lease.request(LEASE, {
      steal: false,
      granted: () => {
        contender.verdict = 'granted';
        contender.turn = ++this.#turns;
        void this.#ask(contender);
      },
      lost: () => (contender.verdict = 'lost'),
      refused: () => (contender.verdict = 'refused'),
    });
    const contender: Contender = { holder, realm, lease, release, verdict: 'waits', turn: 0 };
    this.#all.push(contender);
    return contender;
  }

  /** At every moment one of the living at most takes the lease for its own. */
  #watch(): void {
    const holders = this.#all.filter(({ realm, lease }) => !realm.isDead && lease.holds(LEASE));
    if (holders.length > 1)
      this.#faults.push(`${String(holders.length)} hold it at ${String(this.#world.elapsedMs)}`);
    if (!this.#isOver) this.#world.after(LOOK_MS, () => this.#watch());
  }

  /** Whoever sees that the lease is its own does not see it when another has had it since. */
  async #ask(one: Contender): Promise<void> {
    while (!this.#isOver && one.verdict === 'granted') {
      const newest = this.#leases.newest(LEASE);
      const since = this.#all.find(({ holder }) => holder === newest?.holder);
      const isMine = await one.lease.isMine(LEASE);
      if (isMine && (since?.turn ?? 0) > one.turn)
        this.#faults.push(`${one.holder} saw at ${String(this.#world.elapsedMs)} what was over`);
      if (isMine && !one.lease.holds(LEASE)) this.#sightings++;
      await new Promise<void>((resolve) => {
        this.#world.after(ASK_MS, () => one.realm.run(resolve));
      });
    }
  }

  /** When all have died, whoever comes has it soon; and whoever comes then is refused soon. */
  async #end(): Promise<void> {
    for (const { realm } of this.#all) realm.die();
    this.#leases.isFull = false;
    const first = this.#open();
    await this.#pass(OVER_AFTER_MS);
    const second = this.#open();
    await this.#pass(2 * OVER_AFTER_MS);
    if (first.verdict !== 'granted') this.#faults.push(`the last one ${first.verdict}`);
    if (second.verdict !== 'refused') this.#faults.push(`who came too late ${second.verdict}`);
  }

  #pass(ms: number): Promise<void> {
    return this.#world.until(new Promise((resolve) => this.#world.after(ms, resolve)));
  }
}
