import { HashrangeError } from '../../client/errors.ts';
import type { TextAnswer } from '../../client/link/wire-answer.ts';
import { KNOBS } from '../../kernel/knobs.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import type { Realm } from './simulated-site.ts';
import { SimulatedSite } from './simulated-site.ts';
import type { Marker } from './simulated-tab.ts';
import { SimulatedTab } from './simulated-tab.ts';

const TABS = 3;
/** Between two deeds of a tab. */
const PAUSE_MS = 1_500;
const STOP_MS = 8_000;
/** What a page that dies in the middle of a destruction had time for. */
const CUT_MS = 40;

const DEEDS = [
  'write',
  'write',
  'destroy',
  'cut short',
  'close',
  'crash',
  'reload',
  'stop',
] as const;

export interface DestructionRun {
  readonly faults: readonly string[];
  readonly openings: number;
  /** Stores that there have been. */
  readonly stores: number;
  /** From the beginning of an opening to its first answer, in milliseconds. */
  readonly longestOpeningMs: number;
}

/** Seeded life of three tabs that open one database, write to it, destroy it, go and come back, each whenever it likes. */
export function simulateDestructions(
  seed: number,
  deeds: number,
  knobs: TurnedKnobs = {},
): Promise<DestructionRun> {
  return new DestructionSimulation(seed, knobs).run(deeds);
}

/** What is known of one store. */
interface KnownStore {
  /** Tables whose creation was acknowledged. */
  readonly tables: Set<string>;
  /** Tables that may be there as well. */
  readonly attempts: Set<string>;
}

class DestructionSimulation {
  readonly #world: SimulatedWorld;
  readonly #device: SimulatedDevice;
  readonly #site: SimulatedSite;
  /** Of who waits for the device. */
  readonly #patienceMs: number;
  readonly #marker: Marker = { storeId: undefined };
  readonly #faults: string[] = [];
  readonly #stores = new Map<string, KnownStore>();
  /** Stores whose destruction was acknowledged, or told to anybody. */
  readonly #destroyed = new Set<string>();
  #opened = 0;
  #tables = 0;
  #longestOpeningMs = 0;

  constructor(seed: number, knobs: TurnedKnobs) {
    this.#patienceMs = knobs.deviceTimeoutMs ?? KNOBS.deviceTimeoutMs;
    this.#world = new SimulatedWorld(seed, knobs);
    this.#device = new SimulatedDevice(this.#world);
    this.#site = new SimulatedSite(this.#world, this.#device);
  }

  async run(deeds: number): Promise<DestructionRun> {
    const slots = Array.from({ length: TABS }, () => this.#live(deeds));
    await this.#world.until(Promise.all(slots));
    return {
      faults: this.#faults,
      openings: this.#opened,
      stores: this.#stores.size,
      longestOpeningMs: this.#longestOpeningMs,
    };
  }

  /** One tab after the other, in one place. */
  async #live(deeds: number): Promise<void> {
    for (let left = deeds; left > 0;) {
      const tab = await this.#open();
      while (tab.failure === undefined && !tab.page.isDead && left > 0) {
        left--;
        await this.#do(tab, this.#world.random.pick(DEEDS));
        await this.#pass(this.#world.random.fraction() * PAUSE_MS);
      }
      tab.crash();
    }
  }

  /** Until one opens: a tab that is welcomed, and hears of the destruction of its store before it could ask, was in time for it. */
  async #open(): Promise<SimulatedTab> {
    for (;;) {
      const since = this.#world.elapsedMs;
      // What is among the destroyed must be gone: else its loss, one day, would pass for that.
      const destroyed = new Set([...this.#destroyed, ...this.#device.destroyedIds]);
      const tab = new SimulatedTab(this.#site, `client-${++this.#opened}`, {
        marker: this.#marker,
      });
      const isOpen = await this.#check(tab);
      const ms = this.#world.elapsedMs - since;
      this.#longestOpeningMs = Math.max(this.#longestOpeningMs, ms);
      if (tab.storeId !== undefined && destroyed.has(tab.storeId))
        this.#fault(tab, 'opened a store that had been destroyed');
      if (isOpen || this.#faults.length > 0) return tab;
      tab.crash();
    }
  }

  async #do(tab: SimulatedTab, deed: (typeof DEEDS)[number]): Promise<void> {
    switch (deed) {
      case 'write':
        await this.#write(tab);
        await this.#check(tab);
        return;
      case 'destroy': {
        const { storeId } = tab;
        if (!(await this.#destroys(tab))) tab.crash();
        else if (storeId !== undefined) this.#destroyed.add(storeId);
        return;
      }
      case 'cut short':
        tab.destroy().catch((error: unknown) => this.#fault(tab, String(error)));
        await this.#pass(this.#world.random.fraction() * CUT_MS);
        tab.crash();
        return;
      case 'close':
        await tab.close();
        return;
      case 'crash':
        tab.crash();
        return;
      case 'reload':
        tab.startWorker();
        return;
      case 'stop':
        this.#stop(tab.worker, tab.page);
    }
  }

  /** False where a tab that is stopped keeps the device for longer than patience lasts: whoever destroys is told that it hangs. */
  async #destroys(tab: SimulatedTab): Promise<boolean> {
    try {
      await tab.destroy();
      return true;
    } catch (error) {
      const isImpatient = this.#patienceMs < STOP_MS;
      if (isImpatient && error instanceof DeviceFault && error.kind === 'hung') return false;
      throw error;
    }
  }

  async #write(tab: SimulatedTab): Promise<void> {
    const store = this.#storeOf(tab);
    const TableName = `table-${++this.#tables}`;
    store?.attempts.add(TableName);
    const isMade = await this.#ask(tab, 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    if (isMade !== undefined) store?.tables.add(TableName);
  }

  /** All that was acknowledged in the tab's store is there, and nothing of another; answers whether it could be asked. */
  async #check(tab: SimulatedTab): Promise<boolean> {
    const before = new Set(this.#storeOf(tab)?.tables);
    const answer = await this.#ask(tab, 'ListTables', {});
    if (answer === undefined) return false;
    const store = this.#storeOf(tab);
    const { TableNames } = JSON.parse(answer.body) as { TableNames: string[] };
    for (const name of before)
      if (!TableNames.includes(name)) this.#fault(tab, `${name} is not there`);
    for (const name of TableNames)
      if (store?.attempts.has(name) !== true) this.#fault(tab, `${name} is of another store`);
    return true;
  }

  /** The answer, or undefined when the store has been destroyed. */
  async #ask(tab: SimulatedTab, operation: string, input: object): Promise<TextAnswer | undefined> {
    try {
      const answer = await tab.request(operation, input);
      if (answer.status !== 200) this.#fault(tab, `${operation}: ${answer.body}`);
      return answer;
    } catch (error) {
      const isTold = error instanceof HashrangeError && error.code === 'destroyed';
      if (!isTold) this.#fault(tab, String(error));
      else if (tab.storeId !== undefined) this.#destroyed.add(tab.storeId);
      return undefined;
    }
  }

  #storeOf({ storeId }: SimulatedTab): KnownStore | undefined {
    if (storeId === undefined) return undefined;
    const store = this.#stores.get(storeId) ?? { tables: new Set(), attempts: new Set() };
    this.#stores.set(storeId, store);
    return store;
  }

  #stop(...realms: readonly Realm[]): void {
    for (const realm of realms) realm.stop();
    this.#world.after(this.#world.random.fraction() * STOP_MS, () => {
      for (const realm of realms) realm.resume();
    });
  }

  #fault(tab: SimulatedTab, what: string): void {
    this.#faults.push(`${tab.client} at ${this.#world.elapsedMs.toFixed(0)} ms: ${what}`);
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.after(ms, resolve));
  }
}
