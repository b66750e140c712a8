import { bodyLength } from '../item/row/answer-body.ts';
import type { TableRun } from '../item/row/answer-body.ts';
import { RowFault } from '../item/row/row-fault.ts';
import type { ClientLedger } from '../engine/answer-ledger.ts';
import type { Answer, Caller, Engine } from '../engine/engine-interface.ts';
import type {
  Calls,
  CallOutcome,
  MessageRows,
  OwnerMessage,
  PageMessage,
  PageQuestion,
  RunHead,
} from '../rpc/protocol.ts';
import { rowsOf } from '../rpc/port-message-checks.ts';
import { HeardNames, MissedNames, RowsReader } from '../rpc/rows/read-rows.ts';
import { ToldNames } from '../rpc/rows/told-names.ts';
import { writeRows } from '../rpc/rows/write-rows.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
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

/** Buffers to transfer are the message's own. */
export type PostToPage = (message: OwnerMessage, transfer?: readonly ArrayBuffer[]) => void;

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
  readonly #post: PostToPage;
  readonly #ledger: ClientLedger;
  readonly #open = new Map<number, OpenCall>();
  #topics: ReadonlySet<string> = new Set();
  #answers: (number | string | MessageRows)[] = [];
  /** The rows of `#answers`. */
  #runs: TableRun[] = [];
  /** Of the owner's dictionaries, to the page, and of the page's. */
  readonly #told = new ToldNames();
  readonly #heard = new HeardNames();
  /** Where in `#answers` the length of the last run stands. */
  #runAt = 0;
  #nextNumber = 0;
  /** How much the answers that are ready will keep the page busy. */
  #readyWeight = 0;
  #status = 0;
  #hasEnded = false;

  constructor(host: SessionHost, ledger: ClientLedger, post: PostToPage) {
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

  /** Names that were told so far may come to the page after what it hears next. */
  tellNamesAnew(): void {
    this.#told.forget();
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
    else if ('nameless' in message) this.tellNamesAnew();
    else if ('confirmed' in message) this.#ledger.confirm(message.confirmed);
    else if ('subscribe' in message) this.#topics = new Set(message.subscribe);
    else if ('ask' in message) this.#ask(message.ask, message.question);
  }

  #run(calls: Calls): void {
    this.#ledger.confirm(calls[0] as number);
    const rows = rowsOf(calls);
    const reader = rows && new RowsReader(rows, this.#heard);
    const end = rows === undefined ? calls.length : calls.length - 1;
    for (let i = 1; i < end;) {
      const first = calls[i] as number;
      const head = calls[i + 1] as RunHead;
      const count = calls[i + 2] as number;
      i += 3;
      for (let number = first; number < first + count; number++, i++) {
        this.#submit(number, head, calls[i] as string, reader);
        if (this.#readyWeight >= POSTED_AT) this.#postReady();
      }
    }
    if (this.#open.size === 0) this.#host.onAnsweredAtOnce();
  }

  #submit(number: number, head: RunHead, body: string, reader: RowsReader | undefined): void {
    const request = requestOf(head, body, reader);
    if (this.#open.has(number)) return;
    const call: OpenCall = { aborted: false, ledger: this.#ledger, number };
    this.#open.set(number, call);
    if (request instanceof DynamoError) {
      this.#answered(number, { status: request.status, body: request.toBody() });
      return;
    }
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
    if (typeof body === 'string') this.#answers.push(body);
    else {
      this.#answers.push(body.text);
      this.#runs.push(...body.runs);
    }
    this.#readyWeight += 1 + bodyLength(body) / CHARS_A_UNIT;
    this.#answers[this.#runAt] = (this.#answers[this.#runAt] as number) + 1;
    this.#nextNumber = number + 1;
  }

  /** Lets the page read these answers while the worker runs what is left of the message. */
  #postReady(): void {
    if (this.#host.ownership.isCertain()) this.#postAnswers();
  }

  #postAnswers(): void {
    const answers = this.#answers;
    const runs = this.#runs;
    if (answers.length === 0) return;
    this.#answers = [];
    this.#runs = [];
    this.#readyWeight = 0;
    if (runs.length === 0) {
      this.#post(answers);
      return;
    }
    const rows = writeRows(runs, this.#told);
    answers.push(rows);
    this.#post(answers, [rows]);
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

/** The request of a call, or the answer to one whose rows cannot be read: it has not run. */
function requestOf(
  { target, rows }: RunHead,
  body: string,
  reader: RowsReader | undefined,
): RequestEnvelope | DynamoError {
  if (rows !== true) return { target, body };
  try {
    if (reader === undefined) throw new RowFault('there are none');
    return { target, body, rows: reader.run() };
  } catch (error) {
    if (error instanceof RowFault || error instanceof MissedNames)
      return new DynamoError('SerializationException', error.message);
    throw error;
  }
}
