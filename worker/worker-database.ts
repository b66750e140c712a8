import type { Engine } from '../src/engine/contract.ts';
import { createEngine } from '../src/engine/engine.ts';
import { memoryDevices } from '../src/storage/device/memory.ts';
import { indexedDbDevices } from '../src/platform/indexeddb/open.ts';
import { holdLifeLock, takeOwnerLock } from '../src/platform/owner-lock.ts';
import { browserWorld } from '../src/platform/world.ts';
import type {
  Failure,
  OpenedStore,
  OpenOptions,
  Outcome,
  WorkerControl,
} from '../src/rpc/contract.ts';
import { PROTOCOL_VERSION } from '../src/rpc/contract.ts';
import { databaseNameOf } from '../src/rpc/database-name.ts';
import type { Port } from '../src/rpc/port-session.ts';
import { servePort } from '../src/rpc/port-session.ts';

/** The one database of this worker. Only wires: lock, device, engine, port. */
export class WorkerDatabase implements WorkerControl {
  /** Where requests come from. */
  readonly #port: Port;
  #engine: Engine | undefined;
  #release: () => void = () => undefined;

  constructor(port: Port) {
    this.#port = port;
  }

  open(options: OpenOptions): Promise<Outcome<OpenedStore>> {
    return outcomeOf(async () => {
      if (options.protocol !== PROTOCOL_VERSION) throw new ProtocolMismatch(options.protocol);
      await holdLifeLock(options.lifeLock);
      const database = databaseNameOf(options);
      const isStored = options.storage === 'indexeddb';
      if (isStored) this.#release = await takeOwnerLock(database);
      try {
        const devices = isStored ? indexedDbDevices(database) : memoryDevices();
        this.#engine = await createEngine({ world: browserWorld(), devices }, options);
      } catch (error) {
        this.#release();
        throw error;
      }
      servePort(this.#port, this.#engine);
      return { storeId: this.#engine.storeId };
    });
  }

  flushed(): Promise<Outcome<null>> {
    return outcomeOf(async () => {
      await this.#open().flushed();
      return null;
    });
  }

  scrub(): Promise<Outcome<unknown>> {
    return outcomeOf(() => this.#open().scrub());
  }

  stats(): Promise<Outcome<unknown>> {
    return outcomeOf(() => Promise.resolve(this.#open().stats()));
  }

  close(): Promise<Outcome<null>> {
    return this.#end((engine) => engine.close());
  }

  destroy(): Promise<Outcome<null>> {
    return this.#end((engine) => engine.destroy());
  }

  #open(): Engine {
    if (this.#engine === undefined) throw new Error('the database is not open');
    return this.#engine;
  }

  #end(last: (engine: Engine) => Promise<void>): Promise<Outcome<null>> {
    return outcomeOf(async () => {
      try {
        await last(this.#open());
      } finally {
        this.#release();
      }
      return null;
    });
  }
}

class ProtocolMismatch extends Error {
  override readonly name = 'ProtocolMismatch';

  constructor(given: number) {
    super(
      `the page speaks protocol ${String(given)}, this worker ${String(PROTOCOL_VERSION)}: reload the page`,
    );
  }
}

/** Errors cross to the page as data. */
async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  const { name, message, code, kind } = error as Error & {
    readonly code?: Failure['code'];
    readonly kind?: string;
  };
  if (name === 'StoreRefused' && code !== undefined) return { code, message };
  if (name === 'DatabaseInUse') return { code: 'in-use', message };
  if (name === 'ProtocolMismatch') return { code: 'protocol', message };
  if (name === 'DeviceFault') return { code: kind === 'lost' ? 'storage-lost' : 'device', message };
  return { code: 'bug', message };
}
