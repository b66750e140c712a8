import type { TextAnswer } from '../../engine/engine-interface.ts';
import type { Channel, Channels } from '../../kernel/channel.ts';
import { Listeners } from '../../kernel/listeners.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import type { Realm } from '../tabs/simulated-site.ts';
import { SimulatedSite } from '../tabs/simulated-site.ts';
import { SimulatedTab } from '../tabs/simulated-tab.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';
import type { SimulatedNetwork } from './network.ts';
import type { RegionOptions } from './region-options.ts';
import { LogArchive } from './region-oracle.ts';
import type { RegionLife } from './region-life.ts';

/** A stopped tab goes on after this long at most: some before their lock is stolen, some after. */
const STOP_MS = 8_000;
const TROUBLES = ['crash', 'close', 'worker', 'hang', 'stop', 'stop worker', 'sleep'] as const;

/** A Region that several tabs share: one owns it, any is asked; owners die, hang, and come back when they are owners no more. */
export class TabbedRegion implements RegionLife {
  readonly name: string;
  readonly device: SimulatedDevice;
  readonly archive: LogArchive;
  readonly #world: SimulatedWorld;
  readonly #network: SimulatedNetwork;
  readonly #options: RegionOptions;
  readonly #site: SimulatedSite;
  #tabs: SimulatedTab[] = [];
  /** Those that nobody asks any more, and that may still be closing, asleep or held up. */
  #former: SimulatedTab[] = [];
  #opened = 0;
  skewMs = 0;
  deaths = 0;

  constructor(
    name: string,
    world: SimulatedWorld,
    network: SimulatedNetwork,
    options: RegionOptions,
  ) {
    this.name = name;
    this.#world = world;
    this.#network = network;
    this.#options = options;
    this.device = new SimulatedDevice(world);
    this.archive = new LogArchive(name);
    const devices = this.archive.watching(this.device);
    this.#site = new SimulatedSite(world, devices, () => this.skewMs);
  }

  open(): Promise<void> {
    while (this.#tabs.length < this.#options.tabs) this.#tabs.push(this.#newTab());
    return Promise.resolve();
  }

  /** One tab dies or is held up, or the machine of all of them loses its power. */
  die(isPowerCut: boolean): number {
    if (this.#tabs.length === 0) return Infinity;
    this.deaths++;
    if (!isPowerCut) {
      this.#trouble();
      return Infinity;
    }
    this.archive.absorb(this.device.disk);
    for (const tab of [...this.#tabs, ...this.#former]) tab.crash();
    this.#tabs = [];
    this.#former = [];
    const last = this.device.cutPower();
    this.archive.forgetBeyond(this.device.disk);
    return last;
  }

  /** Everybody who was held up goes on. */
  resume(): void {
    for (const { worker, page } of this.#tabs) {
      worker.resume();
      page.resume();
    }
  }

  async flushed(): Promise<boolean> {
    const tab = this.#anyTab();
    if (tab === undefined) return false;
    const flushed = tab.queue.ask('flushed').then(
      () => true,
      () => false,
    );
    return Promise.race([flushed, deathOf(tab).then(() => false)]);
  }

  async close(): Promise<void> {
    this.resume();
    const tabs = this.#tabs;
    this.#former = [...this.#former, ...tabs];
    this.#tabs = [];
    for (const tab of tabs) await tab.close();
  }

  async ask(operation: string, input: object, api?: string): Promise<TextAnswer | undefined> {
    const tab = this.#anyTab();
    if (tab === undefined) return undefined;
    return Promise.race([tab.request(operation, input, api), deathOf(tab).then(() => undefined)]);
  }

  #anyTab(): SimulatedTab | undefined {
    const able = this.#tabs.filter(({ failure }) => failure === undefined);
    return able.length === 0 ? undefined : this.#world.random.pick(able);
  }

  #newTab(): SimulatedTab {
    return new SimulatedTab(this.#site, `${this.name}-${String(++this.#opened)}`, {
      region: this.name,
      durability: this.#options.durability,
      regionsFrom: (worker) => this.#regionsFrom(worker),
    });
  }

  /** A worker hears the other Regions when it runs, and never again once it is dead. */
  #regionsFrom(worker: Realm): Channels {
    const { channels, end } = this.#network.connect(this.name);
    worker.whenDead(end);
    return {
      open: (name) => {
        const outside = channels.open(name);
        const inside: Channel = {
          heard: new Listeners(),
          post: (message) => outside.post(message),
          close: () => outside.close(),
        };
        outside.heard.add((message) => worker.run(() => inside.heard.tell(message)));
        return inside;
      },
    };
  }

  #trouble(): void {
    const owner = this.#tabs.find(({ role }) => role === 'owner');
    const { random } = this.#world;
    const victim = owner !== undefined && random.chance(0.8) ? owner : random.pick(this.#tabs);
    switch (random.pick(TROUBLES)) {
      case 'worker':
        victim.startWorker();
        return;
      case 'hang':
        this.#hang(victim);
        return;
      case 'stop':
        this.#stopFor(victim.worker, victim.page);
        return;
      case 'stop worker':
        this.#stopFor(victim.worker);
        return;
      case 'sleep':
        victim.worker.sleep();
        this.#replace(victim);
        victim.page.die();
        return;
      case 'close':
        this.#replace(victim);
        void victim.close();
        return;
      case 'crash':
        this.#replace(victim);
        victim.crash();
    }
  }

  /** The page lives on and asks the others, one of which comes new, until somebody closes it. */
  #hang(victim: SimulatedTab): void {
    victim.worker.stop();
    this.#tabs = [...this.#tabs, this.#newTab()];
    this.#world.after(STOP_MS + this.#world.random.fraction() * STOP_MS, () => {
      this.#tabs = this.#tabs.filter((tab) => tab !== victim);
      victim.crash();
    });
  }

  #replace(victim: SimulatedTab): void {
    this.#former = [...this.#former, victim];
    this.#tabs = [...this.#tabs.filter((tab) => tab !== victim), this.#newTab()];
  }

  #stopFor(...realms: readonly Realm[]): void {
    for (const realm of realms) realm.stop();
    this.#world.after(this.#world.random.fraction() * STOP_MS, () => {
      for (const realm of realms) realm.resume();
    });
  }
}

function deathOf(tab: SimulatedTab): Promise<void> {
  return new Promise((resolve) => {
    tab.page.whenDead(resolve);
  });
}
