import type { Remote } from 'comlink';
import { releaseProxy, wrap } from 'comlink';
import type {
  DestroyOptions,
  OpenOptions,
  CallOutcome,
  OwnerMessage,
  PageMessage,
  WorkerControl,
} from '../../rpc/protocol.ts';
import { parseOwnerMessage } from '../../rpc/port-message-checks.ts';
import type { PagePort } from '../../rpc/page-port.ts';
import { workerLock } from '../../rpc/tab-messages.ts';
import { HashrangeError } from '../errors.ts';

export type WorkerFactory = () => Worker;

/** A worker as a page can run it. */
export interface WorkerSource {
  readonly spawn: WorkerFactory;
  /** The script that, as a SharedWorker, is the broker of ports between tabs. Without it tabs talk over channels alone. */
  readonly broker?: 'same file' | (() => string);
}

/** Looks that a worker may take to come alive: its script may have to be fetched first. */
const START_LOOKS = 30;

/** The worker did not come alive, or it ended: the code is `worker`. */
function workerDied(why: string): HashrangeError {
  return new HashrangeError('worker', `the database worker ended: ${why}`);
}

export interface ConnectionEvents {
  readonly onMessage: (
    connection: WorkerConnection,
    message: OwnerMessage,
    port: MessagePort | undefined,
  ) => void;
  /** Called once, whoever ended it. */
  readonly onEnd: (connection: WorkerConnection) => void;
}

/** One life of the worker. After {@link WorkerConnection.end} every call rejects and nothing is heard. */
export class WorkerConnection {
  readonly #worker: Worker;
  readonly #port: PagePort;
  readonly #control: Remote<WorkerControl>;
  readonly #controlPort: MessagePort;
  /** Rejects when this life is over; never resolves. */
  readonly #death: Promise<never>;
  #die: (error: HashrangeError) => void = () => undefined;
  readonly #events: ConnectionEvents;
  /** Looks since it was last heard. */
  #unheardLooks = 0;
  #hasStarted = false;
  /** Ends the wait for the worker's death. */
  readonly #watch = new AbortController();
  #hasEnded = false;

  /** Throws {@link HashrangeError} of code `worker` when no worker can be made. */
  constructor(spawn: WorkerFactory, events: ConnectionEvents) {
    this.#worker = spawned(spawn);
    this.#port = this.#worker as unknown as PagePort;
    this.#events = events;
    this.#death = new Promise((_, reject) => {
      this.#die = reject;
    });
    this.#death.catch(() => undefined);
    const { port1, port2 } = new MessageChannel();
    this.#controlPort = port1;
    this.#control = wrap<WorkerControl>(port1);
    this.#worker.postMessage(port2, [port2]);
    this.#port.onmessage = ({ data, ports: [port] }) => {
      const message = parseOwnerMessage(data);
      if (message === undefined || this.#hasEnded) return;
      events.onMessage(this, message, port as MessagePort | undefined);
    };
    this.#worker.addEventListener('error', (event) => {
      this.end(event.message || 'it did not start');
    });
  }

  /** Rejects with {@link HashrangeError}, also when the worker dies meanwhile. */
  async start(options: OpenOptions): Promise<void> {
    const isWatched = await this.#call((control) => control.start(options));
    this.#hasStarted = true;
    if (isWatched) this.#watchLife(workerLock(options.client)).catch(() => undefined);
  }

  /** Asks the worker for a sign of life, and ends it when none has come for so many looks; one that has still to come alive is given more. */
  look(isVisible: boolean, looksMax: number): void {
    if (this.#hasEnded) return;
    if (++this.#unheardLooks > (this.#hasStarted ? looksMax : START_LOOKS)) {
      this.end('it hangs');
      return;
    }
    void this.#control.setVisible(isVisible).then(() => {
      this.#unheardLooks = 0;
    });
  }

  /** Whether anybody sees the page. */
  setVisible(isVisible: boolean): void {
    if (!this.#hasEnded) void this.#control.setVisible(isVisible);
  }

  /** After so many milliseconds by the worker's timers, or at the next call. Rejects, or never resolves, when this life is over. */
  async wakeUp(afterMs: number): Promise<void> {
    await this.#control.wakeUp(afterMs);
  }

  /** The page is served from this store. */
  serves(storeId: string): void {
    if (!this.#hasEnded) void this.#control.serves(storeId);
  }

  wasDestroyed(storeId: string): Promise<boolean> {
    return this.#call((control) => control.wasDestroyed(storeId));
  }

  async destroy(options: DestroyOptions): Promise<void> {
    await this.#call((control) => control.destroy(options));
  }

  async close(): Promise<void> {
    await this.#call((control) => control.close());
  }

  post(message: PageMessage, transfer?: readonly ArrayBuffer[]): void {
    if (!this.#hasEnded) this.#port.postMessage(message, transfer);
  }

  /**
   * A worker may die without an event, such as when the browser is short of memory: its lock is free then. Where that is free while the
   * worker lives, the two do not see each other's locks, and nothing is watched: so it is in Chromium 156 for a page whose site data have
   * been cleared and the workers that it starts afterwards.
   */
  async #watchLife(lifeLock: string): Promise<void> {
    const { locks } = globalThis.navigator as Partial<Navigator>;
    const isHeld = await locks?.request(lifeLock, { ifAvailable: true }, (lock) => lock === null);
    if (isHeld !== true) return;
    await locks?.request(lifeLock, { signal: this.#watch.signal }, () => {
      this.end('it stopped');
    });
  }

  async #call<T>(work: (control: Remote<WorkerControl>) => Promise<CallOutcome<T>>): Promise<T> {
    if (this.#hasEnded) return this.#death;
    const outcome = await Promise.race([work(this.#control), this.#death]);
    if (outcome.ok) return outcome.value;
    throw new HashrangeError(outcome.error.code, outcome.error.message);
  }

  /** Terminates the worker. Idempotent. */
  end(why: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#watch.abort();
    this.#die(workerDied(why));
    this.#control[releaseProxy]();
    this.#worker.terminate();
    this.#controlPort.close();
    this.#events.onEnd(this);
  }
}

function spawned(spawn: WorkerFactory): Worker {
  try {
    return spawn();
  } catch (error) {
    throw workerDied(error instanceof Error ? error.message : String(error));
  }
}
