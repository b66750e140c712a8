import type { PortMessage } from './contract.ts';

/** The side of a MessagePort that both ends use; Node's and the browser's ports both fit. */
export interface Port {
  postMessage(message: PortMessage): void;
  onmessage: ((event: { readonly data: PortMessage }) => void) | null;
}

/** Whoever answers requests: an engine. */
export interface Responder {
  readonly submit: (
    target: string,
    bodyText: string,
    answer: (answer: {
      readonly status: number;
      readonly body: string;
      readonly requestId: string;
    }) => void,
    signal: { readonly aborted: boolean },
  ) => void;
}

/** Answers at once the requests that come over `port`; all answers that are ready in one turn leave in one message. */
export function servePort(port: Port, responder: Responder): void {
  const answers = new AnswerBatch(port);
  const signals = new Map<number, { aborted: boolean }>();
  port.onmessage = ({ data }) => {
    if (data.kind === 'abort') {
      for (const id of data.ids) {
        const signal = signals.get(id);
        if (signal !== undefined) signal.aborted = true;
        signals.delete(id);
      }
      return;
    }
    if (data.kind !== 'calls') return;
    const { ids, targets, bodies } = data;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const signal = { aborted: false };
      signals.set(id, signal);
      responder.submit(
        targets[i] as string,
        bodies[i] as string,
        ({ status, body, requestId }) => {
          signals.delete(id);
          answers.add(id, status, body, requestId);
        },
        signal,
      );
    }
  };
}

/** Collects the answers of one turn. */
class AnswerBatch {
  readonly #port: Port;
  #ids: number[] = [];
  #statuses: number[] = [];
  #bodies: string[] = [];
  #requestIds: string[] = [];

  constructor(port: Port) {
    this.#port = port;
  }

  add(id: number, status: number, body: string, requestId: string): void {
    if (this.#ids.length === 0) {
      void Promise.resolve().then(() => {
        this.#post();
      });
    }
    this.#ids.push(id);
    this.#statuses.push(status);
    this.#bodies.push(body);
    this.#requestIds.push(requestId);
  }

  #post(): void {
    const message = {
      kind: 'answers' as const,
      ids: this.#ids,
      statuses: this.#statuses,
      bodies: this.#bodies,
      requestIds: this.#requestIds,
    };
    this.#ids = [];
    this.#statuses = [];
    this.#bodies = [];
    this.#requestIds = [];
    this.#port.postMessage(message);
  }
}
