import type { PortMessage } from './contract.ts';

/** What both ends use of a worker, of a worker's own global scope or of a MessagePort. */
export interface Port {
  postMessage(message: PortMessage): void;
  onmessage: ((event: { readonly data: PortMessage }) => void) | null;
}

/** Whoever answers requests: an engine. */
export interface Responder {
  readonly submit: (
    target: string,
    bodyText: string,
    answer: (answer: { readonly status: number; readonly body: string }) => void,
    signal: { readonly aborted: boolean },
  ) => void;
}

/** Answers at once the requests that come over `port`; all answers that are ready in one turn leave in one message. */
export function servePort(port: Port, responder: Responder): void {
  const answers = new AnswerBatch(port);
  const signals = new Map<number, { aborted: boolean }>();
  port.onmessage = ({ data }) => {
    if ('abort' in data) {
      for (const id of data.abort) {
        const signal = signals.get(id);
        if (signal !== undefined) signal.aborted = true;
        signals.delete(id);
      }
      return;
    }
    for (let i = 0; i < data.length; i += 3) {
      const id = data[i] as number;
      const signal = { aborted: false };
      signals.set(id, signal);
      responder.submit(
        data[i + 1] as string,
        data[i + 2] as string,
        ({ status, body }) => {
          signals.delete(id);
          answers.add(id, status, body);
        },
        signal,
      );
    }
  };
}

/** Collects the answers of one turn. */
class AnswerBatch {
  readonly #port: Port;
  #answers: (number | string)[] = [];

  constructor(port: Port) {
    this.#port = port;
  }

  add(id: number, status: number, body: string): void {
    if (this.#answers.length === 0) {
      void Promise.resolve().then(() => {
        this.#post();
      });
    }
    this.#answers.push(id, status, body);
  }

  #post(): void {
    const answers = this.#answers;
    this.#answers = [];
    this.#port.postMessage(answers);
  }
}
