import type { ClientLedger } from '../engine/answer-ledger.ts';
import type { Answer, Caller, Engine } from '../engine/engine-interface.ts';
import type {
  Answers,
  Calls,
  CallOutcome,
  OwnerMessage,
  PageMessage,
  PageQuestion,
  RunHead,
} from '../rpc/protocol.ts';
import type { DatabaseEvent } from '../wire/events.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';

/** What a session needs of the owner around it. */
export interface SessionHost {
  readonly engine: Pick<Engine, 'submit'>;
  readonly ownership: {
    readonly isCertain: () => boolean;
    readonly whenCertain: (work: () => void) => void;
  };
  readonly answer: (question: PageQuestion) => Promise<CallOutcome<unknown>>;
  /** All calls of a message have been answered without waiting for storage. */
  readonly onAnsweredAtOnce: () => void;
}

/** A request under way, as the engine sees who asked. */
interface OpenCall extends Caller {
  aborted: boolean;
}

/** Answers that are worth a message of their own while further requests of the same message run. */
const POSTED_AT = 16;
/** An answer of this length counts twice. */
const CHARS_A_UNIT = 2_048;

/**
 * Serves one client: runs its requests, and posts the answers that are ready in one turn in one message or a few. A request that
 * comes again while it is under way is left to run; one that has been answered is answered by the engine's memory of answers,
 * or, if it wrote nothing, run again.
 */
export class Session {
  readonly #host: SessionHost;
  readonly #post: (message: OwnerMessage) => void;
  readonly #ledger: ClientLedger;
  readonly #open = new Map<number, OpenCall>();
  #topics: ReadonlySet<string> = new Set();
  #answers: (number | string)[] = [];
  /** Where in `#answers` the length of the last run stands. */
  #runAt = 0;
  #nextNumber = 0;
  /** How much the answers that are ready will keep the page busy. */
  #readyWeight = 0;
  #status = 0;
  #hasEnded = false;

  constructor(host: SessionHost, ledger: ClientLedger, post: (message: OwnerMessage) => void) {
    this.#host = host;
    this.#post = post;
    this.#ledger = ledger;
  }

  receive(message: PageMessage): void {
    const { ownership } = this.#host;
    if (ownership.isCertain()) this.#take(message);
    else ownership.whenCertain(() => this.#take(message));
  }

  /** Where the page wants to be told of it. */
  tell(event: DatabaseEvent): void {
    if (this.#topics.has(event.type)) this.#whenCertain(() => this.#post({ told: event }));
  }

  /** Nothing is answered any more. */
  end(): void {
    this.#hasEnded = true;
    for (const call of this.#open.values()) call.aborted = true;
    this.#open.clear();
  }

  #take(message: PageMessage): void {
    if (this.#hasEnded) return;
    if (Array.isArray(message)) this.#run(message as Calls);
    else if ('abort' in message) this.#abort(message.abort);
    else if ('confirmed' in message) this.#ledger.confirm(message.confirmed);
    else if ('subscribe' in message) this.#topics = new Set(message.subscribe);
    else if ('ask' in message) this.#ask(message.ask, message.question);
  }

  #run(calls: Calls): void {
    this.#ledger.confirm(calls[0] as number);
    for (let i = 1; i < calls.length;) {
      const first = calls[i] as number;
      const { target } = calls[i + 1] as RunHead;
      const count = calls[i + 2] as number;
      i += 3;
      for (let number = first; number < first + count; number++, i++) {
        this.#submit(number, { target, body: calls[i] as string });
        if (this.#readyWeight >= POSTED_AT) this.#postReady();
      }
    }
    if (this.#open.size === 0) this.#host.onAnsweredAtOnce();
  }

  #submit(number: number, request: RequestEnvelope): void {
    if (this.#open.has(number)) return;
    const call: OpenCall = { aborted: false, ledger: this.#ledger, number };
    this.#open.set(number, call);
    this.#host.engine.submit(request, (answer) => this.#answered(number, answer), call);
  }

  #abort(numbers: readonly number[]): void {
    for (const number of numbers) {
      const call = this.#open.get(number);
      if (call !== undefined) call.aborted = true;
      this.#open.delete(number);
    }
  }

  #ask(ask: number, question: PageQuestion): void {
    void this.#host.answer(question).then((outcome) => {
      this.#whenCertain(() => this.#post({ asked: ask, outcome }));
    });
  }

  #answered(number: number, { status, body }: Answer): void {
    if (!this.#open.delete(number)) return;
    if (this.#answers.length === 0) {
      void Promise.resolve().then(() => {
        this.#whenCertain(() => this.#postAnswers());
      });
    }
    if (this.#answers.length === 0 || number !== this.#nextNumber || status !== this.#status) {
      this.#runAt = this.#answers.push(number, status, 0) - 1;
      this.#status = status;
    }
    this.#answers.push(body);
    this.#readyWeight += 1 + body.length / CHARS_A_UNIT;
    this.#answers[this.#runAt] = (this.#answers[this.#runAt] as number) + 1;
    this.#nextNumber = number + 1;
  }

  /** Lets the page read these answers while the worker runs what is left of the message. */
  #postReady(): void {
    if (this.#host.ownership.isCertain()) this.#postAnswers();
  }

  #postAnswers(): void {
    const answers: Answers = this.#answers;
    if (answers.length === 0) return;
    this.#answers = [];
    this.#readyWeight = 0;
    this.#post(answers);
  }

  #whenCertain(work: () => void): void {
    if (this.#hasEnded) return;
    const { ownership } = this.#host;
    if (ownership.isCertain()) work();
    else {
      ownership.whenCertain(() => {
        if (!this.#hasEnded) work();
      });
    }
  }
}
