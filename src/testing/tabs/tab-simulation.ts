import { decodeFrame } from '../../storage/log/frame-codec.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { SimulatedSite } from './simulated-site.ts';
import type { SimulatedTabOptions } from './simulated-tab.ts';
import { SimulatedTab } from './simulated-tab.ts';
import { Stranger } from './stranger.ts';

const TABS_MIN = 2;
const TABS_MAX = 4;
const LANES = 2;
const TABLE = 'counters';
/** Between two things that happen to the tabs. */
const EVENT_MS = 6_000;
/** A stopped tab goes on after this long at most: some before their lock is stolen, some after. */
const STOP_MS = 8_000;

const EVENTS = [
  'close',
  'crash',
  'worker',
  'hang',
  'stop',
  'stop worker',
  'sleep',
  'open',
  'look away',
  'clock',
] as const;

/** How far the clock of the machine is set wrong. */
const SKEWS_MS = [0, 20 * 60_000, -3_600_000, 400 * 86_400_000];

export interface TabRun {
  readonly faults: readonly string[];
  readonly calls: number;
  /** What a stranger has posted. */
  readonly said: number;
  /** Epochs that the database has seen. */
  readonly owners: number;
  /** Longest time that a lane waited for an answer, in milliseconds. */
  readonly longestWaitMs: number;
}

/** Seeded life of two to four tabs that come and go, hang and wake, while their lanes count. */
export async function simulateTabs(
  seed: number,
  events: number,
  options: SimulationOptions = {},
): Promise<TabRun> {
  return new TabSimulation(seed, options).run(events);
}

export interface SimulationOptions extends SimulatedTabOptions {
  /** Another script of the origin posts garbage on the channels all the time. */
  readonly isLoud?: boolean;
  /** Without it all have their defaults. */
  readonly knobs?: TurnedKnobs;
}

class TabSimulation {
  readonly #world: SimulatedWorld;
  readonly #device: SimulatedDevice;
  readonly #site: SimulatedSite;
  readonly #options: SimulationOptions;
  readonly #faults: string[] = [];
  #tabs: SimulatedTab[] = [];
  /** Additions that lanes know of, by lane; with what may be applied beyond that where the page is gone. */
  readonly #lanes = new Map<string, { acknowledged: number; ahead: number }>();
  readonly #running = new Set<Promise<void>>();
  #isOver = false;
  #skewMs = 0;
  #opened = 0;
  #calls = 0;
  #longestWaitMs = 0;

  constructor(seed: number, options: SimulationOptions) {
    this.#options = options;
    this.#world = new SimulatedWorld(seed, options.knobs);
    this.#device = new SimulatedDevice(this.#world);
    this.#site = new SimulatedSite(this.#world, this.#device, () => this.#skewMs);
  }

  async run(events: number): Promise<TabRun> {
    const first = this.#open();
    await this.#world.until(
      first.request('CreateTable', {
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
    this.#startLanes(first);
    const stranger =
      this.#options.isLoud === true
        ? new Stranger(this.#world, this.#site, first.database)
        : undefined;
    while (this.#tabs.length < TABS_MIN) this.#startLanes(this.#open());
    for (let event = 0; event < events; event++) {
      await this.#pass(this.#world.random.fraction() * EVENT_MS);
      this.#happen(this.#world.random.pick(EVENTS));
    }
    stranger?.leave();
    await this.#rest();
    return {
      said: stranger?.said ?? 0,
      faults: this.#faults,
      calls: this.#calls,
      owners: Math.max(...this.#epochs()),
      longestWaitMs: this.#longestWaitMs,
    };
  }

  #open(): SimulatedTab {
    const tab = new SimulatedTab(this.#site, `client-${++this.#opened}`, this.#options);
    this.#tabs.push(tab);
    return tab;
  }

  #happen(event: (typeof EVENTS)[number]): void {
    const owner = this.#tabs.find(({ role }) => role === 'owner');
    const victim =
      owner !== undefined && this.#world.random.chance(0.8)
        ? owner
        : this.#world.random.pick(this.#tabs);
    switch (event) {
      case 'open':
        break;
      case 'clock':
        this.#skewMs = this.#world.random.pick(SKEWS_MS);
        break;
      case 'look away':
        // Tabs are seen one at a time.
        for (const tab of this.#tabs)
          tab.setVisible(tab !== victim && this.#world.random.chance(0.5));
        break;
      case 'worker':
        victim.startWorker();
        break;
      case 'stop worker':
        this.#stopFor(victim.worker);
        break;
      case 'stop':
        this.#stopFor(victim.worker, victim.page);
        break;
      case 'hang':
        victim.worker.stop();
        break;
      case 'sleep':
        victim.worker.sleep();
        this.#leave(victim, () => victim.page.die());
        break;
      case 'close':
        this.#leave(victim, () => void victim.close());
        break;
      case 'crash':
        this.#leave(victim, () => victim.crash());
    }
    while (this.#tabs.length < TABS_MIN) this.#startLanes(this.#open());
    if (event === 'open' && this.#tabs.length < TABS_MAX) this.#startLanes(this.#open());
  }

  #stopFor(...realms: readonly { stop: () => void; resume: () => void }[]): void {
    for (const realm of realms) realm.stop();
    this.#world.after(this.#world.random.fraction() * STOP_MS, () => {
      for (const realm of realms) realm.resume();
    });
  }

  /** The page is gone, and what it had under way may be applied or not. */
  #leave(tab: SimulatedTab, go: () => void): void {
    this.#tabs = this.#tabs.filter((other) => other !== tab);
    for (const [name, lane] of this.#lanes) if (name.startsWith(`${tab.client}/`)) lane.ahead = 1;
    go();
  }

  #startLanes(tab: SimulatedTab): void {
    for (let lane = 0; lane < LANES; lane++) {
      const name = `${tab.client}/${lane}`;
      this.#lanes.set(name, { acknowledged: 0, ahead: 0 });
      const running = this.#runLane(tab, name);
      this.#running.add(running);
      void running.then(() => this.#running.delete(running));
      tab.page.whenDead(() => this.#running.delete(running));
    }
  }

  async #runLane(tab: SimulatedTab, name: string): Promise<void> {
    const lane = this.#lanes.get(name)!;
    while (!this.#isOver && tab.failure === undefined) {
      const sentAt = this.#world.elapsedMs;
      const { status, body } = await this.#add(tab, name, 1);
      if (tab.page.isDead) return;
      this.#longestWaitMs = Math.max(this.#longestWaitMs, this.#world.elapsedMs - sentAt);
      this.#calls++;
      if (status !== 200) this.#faults.push(`${name}: ${status} ${body}`);
      const n = Number(JSON.parse(body).Attributes?.n.N);
      lane.acknowledged++;
      if (n !== lane.acknowledged)
        this.#faults.push(`${name}: ${n} after ${lane.acknowledged} additions`);
      await new Promise<void>((resolve) => {
        this.#world.after(this.#world.random.fraction() * 200, () => tab.page.run(resolve));
      });
    }
    if (tab.failure !== undefined) this.#faults.push(`${name}: failed, ${tab.failure}`);
  }

  #add(tab: SimulatedTab, name: string, n: number): ReturnType<SimulatedTab['request']> {
    return tab.request('UpdateItem', {
      TableName: TABLE,
      Key: { id: { S: name } },
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { N: String(n) } },
      ReturnValues: 'UPDATED_NEW',
    });
  }

  /** All go on, stop, and are counted by a tab that comes last. */
  async #rest(): Promise<void> {
    for (const { worker, page } of this.#tabs) {
      worker.resume();
      page.resume();
    }
    this.#isOver = true;
    await this.#pass(STOP_MS);
    await this.#world.until(Promise.all(this.#running));
    const last = this.#open();
    for (const [name, { acknowledged, ahead }] of this.#lanes) {
      const { body } = await this.#world.until(this.#add(last, name, 0));
      const n = Number(JSON.parse(body).Attributes.n.N);
      if (n < acknowledged || n > acknowledged + ahead)
        this.#faults.push(`${name}: stored ${n}, acknowledged ${acknowledged}`);
    }
    let newest = 0;
    for (const epoch of this.#epochs()) {
      if (!(epoch >= newest)) this.#faults.push(`epoch ${epoch} behind epoch ${newest}`);
      newest = epoch;
    }
  }

  /** Who wrote what is in the log, in its order. */
  #epochs(): readonly number[] {
    const frames = this.#device.disk.readLog(0, Number.POSITIVE_INFINITY);
    return frames.map(({ bytes }) => {
      const decoded = decodeFrame(bytes);
      return decoded.ok ? decoded.header.epoch : Number.NaN;
    });
  }

  #pass(ms: number): Promise<void> {
    return this.#world.until(new Promise((resolve) => this.#world.after(ms, resolve)));
  }
}
