import type { PortMessage } from '../rpc/contract.ts';
import type { Port } from '../rpc/port-session.ts';
import { abortError } from './abort.ts';

/** The answer to one request as it crosses from the worker. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

/**
 * Sends requests over a port; all calls made in one turn leave in one message.
 *
 * With hundreds of requests in flight this is the hottest code of the page: one promise and one map entry a request.
 */
export class PortClient {
  readonly #port: Port;
  readonly #waiting = new Map<number, (answer: WireAnswer) => void>();
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

  /** Rejects with an AbortError when the signal aborts first; never otherwise. */
  request(target: string, bodyText: string, signal?: AbortSignal): Promise<WireAnswer> {
    if (signal !== undefined) return this.#abortable(target, bodyText, signal);
    return new Promise((resolve) => {
      this.#call(target, bodyText, resolve);
    });
  }

  /** Gives every open request this answer and listens no more: the worker is gone. */
  abandon(answer: WireAnswer): void {
    this.#port.onmessage = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(answer);
  }

  #call(target: string, bodyText: string, resolve: (answer: WireAnswer) => void): number {
    const id = ++this.#lastId;
    this.#waiting.set(id, resolve);
    if (this.#ids.length === 0) {
      queueMicrotask(() => {
        this.#flush();
      });
    }
    this.#ids.push(id);
    this.#targets.push(target);
    this.#bodies.push(bodyText);
    return id;
  }

  #abortable(target: string, bodyText: string, signal: AbortSignal): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(abortError(signal));
        return;
      }
      const id = this.#call(target, bodyText, (answer) => {
        signal.removeEventListener('abort', onAbort);
        resolve(answer);
      });
      const onAbort = (): void => {
        this.#cancel(id);
        reject(abortError(signal));
      };
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #cancel(id: number): void {
    this.#waiting.delete(id);
    const unsent = this.#ids.indexOf(id);
    if (unsent === -1) {
      this.#port.postMessage({ kind: 'abort', ids: [id] });
      return;
    }
    this.#ids.splice(unsent, 1);
    this.#targets.splice(unsent, 1);
    this.#bodies.splice(unsent, 1);
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
      const resolve = this.#waiting.get(id);
      if (resolve === undefined) continue;
      this.#waiting.delete(id);
      resolve({
        status: statuses[i] as number,
        body: bodies[i] as string,
        requestId: requestIds[i] as string,
      });
    }
  }
}
