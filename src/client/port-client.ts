import type { PortMessage } from '../rpc/contract.ts';
import type { Port } from '../rpc/port-session.ts';

/** The answer to one request as it crosses from the worker. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

interface Waiting {
  readonly resolve: (answer: WireAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends requests over a port; all calls made in one turn leave in one message. */
export class PortClient {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ids: number[] = [];
  #targets: string[] = [];
  #bodies: string[] = [];

  constructor(port: Port) {
    this.#port = port;
    port.onmessage = ({ data }) => {
      if (data.kind === 'answers') this.#receive(data);
    };
  }

  /** Rejects with the signal's reason when it aborts first; never otherwise. */
  request(target: string, bodyText: string, signal?: AbortSignal): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      if (signal !== undefined) this.#watch(id, signal);
      if (this.#ids.length === 0) {
        queueMicrotask(() => {
          this.#flush();
        });
      }
      this.#ids.push(id);
      this.#targets.push(target);
      this.#bodies.push(bodyText);
    });
  }

  /** Gives every open request this answer: the worker is gone. */
  abandon(answer: WireAnswer): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { resolve } of waiting) resolve(answer);
  }

  #watch(id: number, signal: AbortSignal): void {
    const onAbort = (): void => {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) return;
      this.#waiting.delete(id);
      this.#flush();
      this.#port.postMessage({ kind: 'abort', ids: [id] });
      waiting.reject(abortReason(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const { resolve, reject } = this.#waiting.get(id) as Waiting;
    this.#waiting.set(id, {
      resolve: (answer) => {
        signal.removeEventListener('abort', onAbort);
        resolve(answer);
      },
      reject,
    });
  }

  #flush(): void {
    if (this.#ids.length === 0) return;
    const message = {
      kind: 'calls' as const,
      ids: this.#ids,
      targets: this.#targets,
      bodies: this.#bodies,
    };
    this.#ids = [];
    this.#targets = [];
    this.#bodies = [];
    this.#port.postMessage(message);
  }

  #receive(answers: Extract<PortMessage, { readonly kind: 'answers' }>): void {
    const { ids, statuses, bodies, requestIds } = answers;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      waiting?.resolve({
        status: statuses[i] as number,
        body: bodies[i] as string,
        requestId: requestIds[i] as string,
      });
    }
  }
}

/** What the AWS SDK and `fetch` reject with: an error named AbortError. */
function abortReason(signal: AbortSignal): unknown {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === 'AbortError') return reason;
  return Object.assign(new Error('Request aborted'), { name: 'AbortError', cause: reason });
}
