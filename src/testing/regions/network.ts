import type { Channel, Channels } from '../../kernel/channel.ts';
import { Listeners } from '../../kernel/listeners.ts';
import type { SimulatedWorld } from '../world/simulated-world.ts';

/** Chances of what happens to a message on its way, and its longest delay. */
export interface NetworkFaults {
  readonly loss: number;
  readonly duplicate: number;
  readonly delayMs: number;
}

export const GOOD_NETWORK: NetworkFaults = { loss: 0, duplicate: 0, delayMs: 2 };

interface Endpoint extends Channel {
  readonly region: string;
  isClosed: boolean;
}

/** Channels between Regions in virtual time: messages are lost, doubled, delayed and so reordered; links are cut one way. */
export class SimulatedNetwork {
  readonly #world: SimulatedWorld;
  readonly #endpoints = new Set<Endpoint>();
  readonly #cut = new Set<string>();
  faults: NetworkFaults = GOOD_NETWORK;
  /** A planted bug: see `RegionOptions`. */
  shortBatches = 0;
  #batches = 0;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  /** How one process of a Region reaches the others; after `end` it neither speaks nor hears. */
  connect(region: string): { readonly channels: Channels; readonly end: () => void } {
    const opened: Endpoint[] = [];
    const channels: Channels = {
      open: () => {
        const endpoint = this.#endpoint(region);
        opened.push(endpoint);
        return endpoint;
      },
    };
    return {
      channels,
      end: () => {
        for (const endpoint of opened) endpoint.close();
      },
    };
  }

  cut(from: string, to: string): void {
    this.#cut.add(`${from}>${to}`);
  }

  heal(): void {
    this.#cut.clear();
    this.faults = GOOD_NETWORK;
  }

  #endpoint(region: string): Endpoint {
    const endpoint: Endpoint = {
      region,
      isClosed: false,
      heard: new Listeners(),
      post: (message) => {
        if (!endpoint.isClosed) this.#post(endpoint, message);
      },
      close: () => {
        endpoint.isClosed = true;
        this.#endpoints.delete(endpoint);
      },
    };
    this.#endpoints.add(endpoint);
    return endpoint;
  }

  #post(from: Endpoint, message: unknown): void {
    const { to } = message as { readonly to: string | undefined };
    // Nobody changes what he hears, so that all may hear the same clone.
    const clone: unknown = structuredClone(message);
    this.#shorten(clone);
    for (const other of this.#endpoints) {
      if (other !== from && (to === undefined || to === other.region)) {
        this.#send(from.region, other, clone);
      }
    }
  }

  #send(from: string, to: Endpoint, message: unknown): void {
    const { random } = this.#world;
    const { loss, duplicate, delayMs } = this.faults;
    if (this.#cut.has(`${from}>${to.region}`) || random.chance(loss)) return;
    const copies = random.chance(duplicate) ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      this.#world.after(random.fraction() * delayMs, () => {
        if (to.isClosed || this.#cut.has(`${from}>${to.region}`)) return;
        to.heard.tell(message);
      });
    }
  }

  #shorten(message: unknown): void {
    const { reply } = (message as { readonly body: { readonly reply?: { changes?: unknown[] } } })
      .body;
    if (this.shortBatches === 0 || reply?.changes === undefined || reply.changes.length === 0)
      return;
    if (++this.#batches % this.shortBatches === 0) reply.changes = reply.changes.slice(0, -1);
  }
}
