import { createEngine } from '../src/engine/engine.ts';
import { destroyedStores } from '../src/platform/indexeddb/destroyed-stores.ts';
import { indexedDbDevices } from '../src/platform/indexeddb/open-database.ts';
import { holdLifeLock } from '../src/platform/life-lock.ts';
import { refusalOf } from '../src/platform/storage-refusal.ts';
import { wakefulThread } from '../src/platform/stay-awake.ts';
import { wakeUps } from '../src/platform/wake-up.ts';
import { browserWorld } from '../src/platform/browser-world.ts';
import type {
  DestroyOptions,
  OpenOptions,
  CallOutcome,
  WorkerControl,
} from '../src/rpc/protocol.ts';
import { PROTOCOL_VERSION } from '../src/rpc/protocol.ts';
import { databaseNameOf } from '../src/rpc/database-name.ts';
import { wrongSetting } from '../src/rpc/open-option-checks.ts';
import { isStored } from '../src/rpc/storage-kind.ts';
import type { WorkerPort } from '../src/rpc/page-port.ts';
import { workerLock } from '../src/rpc/tab-messages.ts';
import { memoryDevices } from '../src/storage/device/memory.ts';
import { destroyDatabase } from '../src/tabs/destruction.ts';
import { outcomeOf, ProtocolMismatch, WrongOptions } from '../src/tabs/tab-failures.ts';
import { Tab } from '../src/tabs/tab.ts';
import { brokeredPorts } from './brokered-ports.ts';
import { alone, sharedBy } from './web-locks-or-lease.ts';

/** As much as the log behind the checkpoint at most. */
const RESERVE_BYTES_MAX = 16 * 1024 * 1024;

/** The one database of this worker. Only wires: locks, channels, device, engine, port. */
export class WorkerDatabase implements WorkerControl {
  readonly wakeUp = wakeUps();
  readonly #port: WorkerPort;
  #tab: Tab | undefined;
  #life: Promise<boolean> | undefined;
  #served: string | undefined;

  /** `port` leads to the page whose worker this is. */
  constructor(port: WorkerPort) {
    this.#port = port;
  }

  start(options: OpenOptions): Promise<CallOutcome<boolean>> {
    return outcomeOf(() => {
      if (options.protocol !== PROTOCOL_VERSION) throw new ProtocolMismatch();
      const wrong = wrongSetting(options);
      if (wrong !== undefined) throw new WrongOptions(wrong);
      return plainly(this.#start(options));
    });
  }

  async #start(options: OpenOptions): Promise<boolean> {
    const isDurable = isStored(options.storage);
    // Where the browser refuses locks, data in memory needs none.
    const life = this.#holdLife(options.client);
    const isWatched = await (isDurable ? life : life.catch(() => false));
    const world = browserWorld();
    const database = databaseNameOf(options);
    const { locks, channels } = isDurable
      ? sharedBy(options.client, world, { holder: options.life, gone: options.goneLife })
      : alone;
    const devices = isDurable ? indexedDbDevices(database) : memoryDevices();
    const tab = new Tab(
      {
        world,
        locks,
        channels,
        ports: brokeredPorts(options.broker, this.#port),
        stayAwake: wakefulThread(),
      },
      {
        database,
        tab: options.client,
        protocol: PROTOCOL_VERSION,
        devices,
        meant: {
          served: options.servedStoreId ?? this.#served,
          remembered: options.rememberedStoreId,
          acceptLoss: options.acceptLoss,
        },
        openEngine: (expectedStoreId, events, epochAbove) =>
          createEngine(
            { world, devices, channels, ...events },
            {
              ...options,
              expectedStoreId,
              epochAbove,
              reserveBytesMax: isDurable ? RESERVE_BYTES_MAX : 0,
            },
          ),
        toOwnPage: (message, transfer) => this.#port.postMessage(message, transfer),
      },
    );
    this.#tab = tab;
    this.#port.onmessage = ({ data }) => tab.receive(data);
    return isWatched;
  }

  setVisible(isVisible: boolean): Promise<void> {
    this.#tab?.setVisible(isVisible);
    return Promise.resolve();
  }

  serves(storeId: string): Promise<void> {
    this.#served = storeId;
    this.#tab?.serves(storeId);
    return Promise.resolve();
  }

  wasDestroyed(storeId: string): Promise<CallOutcome<boolean>> {
    return outcomeOf(() => destroyedStores.has(storeId));
  }

  destroy(options: DestroyOptions): Promise<CallOutcome<null>> {
    return outcomeOf(async () => {
      this.#tab?.abandon();
      await plainly(this.#destroy(options));
      return null;
    });
  }

  async #destroy(options: DestroyOptions): Promise<void> {
    const world = browserWorld();
    const database = databaseNameOf(options);
    await this.#holdLife(options.client);
    // Who destroyed for this page before has ended.
    const life = { holder: `${options.client}/destroy`, gone: undefined };
    await destroyDatabase({
      outside: { world, ...sharedBy(options.client, world, life) },
      identity: { database, tab: options.client, protocol: PROTOCOL_VERSION },
      devices: indexedDbDevices(database),
      condemned: options,
    });
  }

  close(): Promise<CallOutcome<null>> {
    return outcomeOf(async () => {
      await this.#tab?.close();
      return null;
    });
  }

  /** Taken once: nobody gets it from us but by our death. */
  #holdLife(client: string): Promise<boolean> {
    this.#life ??= holdLifeLock(workerLock(client));
    return this.#life;
  }
}

/** Says what the browser has refused, where it has. */
const plainly = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw refusalOf(error) ?? error;
  });
