import type { Remote } from 'comlink';
import { releaseProxy, wrap } from 'comlink';
import type { OpenedStore, OpenOptions, Outcome, WorkerControl } from '../rpc/contract.ts';
import type { Port } from '../rpc/port-session.ts';
import { HashrangeError } from './errors.ts';
import type { WireAnswer } from './port-client.ts';
import { PortClient } from './port-client.ts';
import { nextRequestId } from './request-ids.ts';

export type WorkerFactory = () => Worker;

/** The answer to requests whose worker died: retryable, and whether it was applied is not known. */
const UNDECIDED: WireAnswer = {
  status: 500,
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message: 'The database worker ended: whether this request was applied is undecided.',
  }),
  requestId: '',
};

/** The worker did not come alive, or it ended: the code is `worker`. */
function workerDied(why: string): HashrangeError {
  return new HashrangeError('worker', `the database worker ended: ${why}`);
}

/** One life of the worker. After {@link WorkerConnection.end} every call rejects and every open request is answered. */
export class WorkerConnection {
  readonly #worker: Worker;
  readonly #control: Remote<WorkerControl>;
  readonly #controlPort: MessagePort;
  readonly #client: PortClient;
  /** Rejects when this life is over; never resolves. */
  readonly #death: Promise<never>;
  #die: (error: HashrangeError) => void = () => undefined;
  readonly #onEnd: (connection: WorkerConnection) => void;
  /** Ends the wait for the worker's death. */
  readonly #watch = new AbortController();
  #hasEnded = false;

  /** Throws {@link HashrangeError} of code `worker` when no worker can be made. `onEnd` is called once. */
  constructor(spawn: WorkerFactory, onEnd: (connection: WorkerConnection) => void) {
    this.#worker = spawned(spawn);
    this.#onEnd = onEnd;
    this.#death = new Promise((_, reject) => {
      this.#die = reject;
    });
    this.#death.catch(() => undefined);
    const { port1, port2 } = new MessageChannel();
    this.#controlPort = port1;
    this.#control = wrap<WorkerControl>(port1);
    this.#worker.postMessage(port2, [port2]);
    this.#client = new PortClient(this.#worker as unknown as Port);
    this.#worker.addEventListener('error', (event) => {
      this.end(event.message || 'it did not start');
    });
  }

  async open(options: Omit<OpenOptions, 'lifeLock'>): Promise<OpenedStore> {
    const lifeLock = `hashrange-worker/${nextRequestId()}`;
    const opened = await this.call((control) => control.open({ ...options, lifeLock }));
    this.#watchLife(lifeLock);
    return opened;
  }

  /** A worker may die without an event, such as when the browser is short of memory: its lock is free then. */
  #watchLife(lifeLock: string): void {
    const locks = (globalThis.navigator as Partial<Navigator>).locks;
    locks
      ?.request(lifeLock, { signal: this.#watch.signal }, () => {
        this.end('it stopped');
      })
      .catch(() => undefined);
  }

  request(target: string, bodyText: string, signal?: AbortSignal): Promise<WireAnswer> {
    if (this.#hasEnded) return Promise.resolve(UNDECIDED);
    return this.#client.request(target, bodyText, signal);
  }

  /** A call of the control surface. Rejects with {@link HashrangeError}, also when the worker dies meanwhile. */
  async call<T>(work: (control: Remote<WorkerControl>) => Promise<Outcome<T>>): Promise<T> {
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
    this.#onEnd(this);
    this.#die(workerDied(why));
    this.#control[releaseProxy]();
    this.#worker.terminate();
    this.#controlPort.close();
    this.#client.abandon(UNDECIDED);
  }
}

function spawned(spawn: WorkerFactory): Worker {
  try {
    return spawn();
  } catch (error) {
    throw workerDied(error instanceof Error ? error.message : String(error));
  }
}
