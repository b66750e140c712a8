import type { Answers } from '../rpc/contract.ts';
import type { Port } from '../rpc/port-session.ts';
import { abortError } from './abort.ts';
import { nextRequestId } from './request-ids.ts';

/** The answer to one request. */
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
  #calls: (number | string)[] = [];

  constructor(port: Port) {
    this.#port = port;
    port.onmessage = ({ data }) => {
      if (!('abort' in data)) this.#receive(data);
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
    if (this.#calls.length === 0) {
      queueMicrotask(() => {
        this.#flush();
      });
    }
    this.#calls.push(id, target, bodyText);
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
    const unsent = this.#calls.indexOf(id);
    if (unsent === -1) this.#port.postMessage({ abort: [id] });
    else this.#calls.splice(unsent, 3);
  }

  #flush(): void {
    if (this.#calls.length === 0) return;
    const calls = this.#calls;
    this.#calls = [];
    this.#port.postMessage(calls);
  }

  #receive(answers: Answers): void {
    for (let i = 0; i < answers.length; i += 3) {
      const id = answers[i] as number;
      const resolve = this.#waiting.get(id);
      if (resolve === undefined) continue;
      this.#waiting.delete(id);
      resolve({
        status: answers[i + 1] as number,
        body: answers[i + 2] as string,
        requestId: nextRequestId(),
      });
    }
  }
}
