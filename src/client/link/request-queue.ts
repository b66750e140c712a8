import { RowFault } from '../../item/row/row-fault.ts';
import type { HostTime, Timer } from '../../kernel/time.ts';
import type { Answers, CallOutcome, OwnerMessage, PageQuestion } from '../../rpc/protocol.ts';
import { HeardNames } from '../../rpc/rows/read-rows.ts';
import { ToldNames } from '../../rpc/rows/told-names.ts';
import { abortError } from '../abort.ts';
import type { Wakefulness } from '../browser/wakefulness.ts';
import { HashrangeError } from '../errors.ts';
import type { HeardBody } from './answers-message.ts';
import { readAnswers } from './answers-message.ts';
import type { PostToOwner } from './calls-message.ts';
import { postCalls } from './calls-message.ts';
import { nextRequestId } from './request-ids.ts';
import { SendWindow } from './send-window.ts';
import { Subscriptions } from './subscriptions.ts';
import type { PageRequest, ReadAnswer, WireAnswer } from './wire-answer.ts';

/** The way to the owner of the database, for as long as it is the owner. */
export interface OwnerLink {
  readonly post: PostToOwner;
  /** Requests under way at most; those beyond wait here. */
  readonly window: number;
}

interface OpenCall {
  readonly id: number;
  readonly envelope: PageRequest;
  readonly resolve: (answer: WireAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface OpenQuestion {
  readonly question: PageQuestion;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: HashrangeError) => void;
}

export interface QueueOptions {
  readonly wakefulness?: Wakefulness | undefined;
  /** Called when somebody begins to wait, and often after. */
  readonly onWaiting?: () => void;
}

/** Answers that nothing follows are confirmed after this long. */
const CONFIRM_MS = 1_000;

/**
 * Keeps every request until it is answered: sends it over the link there is, and again over the next when that one ends. The
 * owners see to it that a write applies once. All calls made in one turn leave in one message.
 *
 * With hundreds of requests in flight this is the hottest code of the page: one promise and one map entry a request.
 */
export class RequestQueue {
  readonly #host: Pick<HostTime, 'after'>;
  #link: OwnerLink | undefined;
  #window = new SendWindow(0);
  /** Unanswered requests in the order of their numbers. */
  readonly #open = new Map<number, OpenCall>();
  #unsent: OpenCall[] = [];
  readonly #questions = new Map<number, OpenQuestion>();
  #lastId = 0;
  #confirmedId = 0;
  #confirm: Timer | undefined;
  /** Of the page's dictionary, to the owner, and of the owner's. */
  readonly #told = new ToldNames();
  readonly #heard = new HeardNames();
  readonly subscriptions = new Subscriptions(() => this.#subscribe());
  #isFlushing = false;
  readonly #wakefulness: Wakefulness | undefined;
  #idle: (() => void)[] = [];
  #answeredId = 0;
  readonly #onWaiting: (() => void) | undefined;

  constructor(host: Pick<HostTime, 'after'>, { wakefulness, onWaiting }: QueueOptions = {}) {
    this.#host = host;
    this.#wakefulness = wakefulness;
    this.#onWaiting = onWaiting;
  }

  /** Whether anybody waits for an answer. */
  get isWaiting(): boolean {
    return this.#open.size + this.#questions.size > 0;
  }

  /** The highest numbers that were given to a request, and that were answered. */
  get progress(): readonly [sent: number, answered: number] {
    return [this.#lastId, this.#answeredId];
  }

  /** Resolves when nobody waits any more. */
  idle(): Promise<void> {
    if (!this.isWaiting) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /**
   * Resolves with the answer as `read` reads it. Rejects with what that throws, with an AbortError when the signal aborts first, or when the
   * queue {@link fail}s.
   */
  request<T>(
    envelope: PageRequest,
    signal: AbortSignal | undefined,
    read: ReadAnswer<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const answered = (answer: WireAnswer): void => {
        try {
          resolve(read(answer));
        } catch (error) {
          reject(error instanceof RowFault ? unreadable(error) : (error as Error));
        }
      };
      if (signal === undefined) this.#call(envelope, answered, reject);
      else this.#abortable(envelope, signal, answered, reject);
    });
  }

  /** Rejects with {@link HashrangeError} as the owner says, or when the queue {@link fail}s. */
  ask(question: PageQuestion): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ask = ++this.#lastId;
      this.#questions.set(ask, { question, resolve, reject });
      this.#link?.post({ ask, question });
      this.#onWaiting?.();
    });
  }

  /** There is an owner: all open requests go there, in order. */
  connect(link: OwnerLink): void {
    // What the owner has told before was told to another page, or may have been missed.
    if (this.#lastId > 0) link.post({ nameless: true });
    this.#heard.forget();
    this.#told.forget();
    this.#link = link;
    this.#window = new SendWindow(link.window);
    this.#unsent = [...this.#open.values()];
    for (const [ask, { question }] of this.#questions) link.post({ ask, question });
    if (this.subscriptions.topics.length > 0) this.#subscribe();
    this.#flush();
  }

  /** There is no owner. Requests wait for the next. */
  disconnect(): void {
    this.#link = undefined;
  }

  /** There is another way to the same owner: what goes there may come before what has been sent so far. */
  rerouted(): void {
    this.#told.forget();
  }

  receive(message: OwnerMessage): void {
    if (Array.isArray(message)) this.#answered(message as Answers);
    else if ('asked' in message) this.#asked(message.asked, message.outcome);
    else if ('told' in message) this.subscriptions.tell(message.told);
  }

  #subscribe(): void {
    this.#link?.post({ subscribe: this.subscriptions.topics });
  }

  /**
   * Gives every open request this answer and every question this outcome; or those up to a number, but for scrubs, which take as
   * long as they take. Answers whether there were any.
   */
  abandon(answer: WireAnswer, error: HashrangeError, upTo = Number.POSITIVE_INFINITY): boolean {
    const { calls, questions } = this.#take(upTo);
    for (const { resolve } of calls) resolve(answer);
    for (const { reject } of questions) reject(error);
    return calls.length + questions.length > 0;
  }

  /** Rejects everything. */
  fail(error: HashrangeError): void {
    const { calls, questions } = this.#take(Number.POSITIVE_INFINITY);
    for (const { reject } of [...calls, ...questions]) reject(error);
  }

  /** They are open no more. */
  #take(upTo: number): {
    readonly calls: readonly OpenCall[];
    readonly questions: readonly OpenQuestion[];
  } {
    const calls = [...this.#open.values()].filter(({ id }) => id <= upTo);
    const questions: OpenQuestion[] = [];
    for (const [ask, open] of this.#questions) {
      if (ask > upTo || (open.question === 'scrub' && Number.isFinite(upTo))) continue;
      this.#questions.delete(ask);
      questions.push(open);
    }
    if (calls.length > 0) this.#drop(calls.map(({ id }) => id));
    this.#settled();
    return { calls, questions };
  }

  /** Nobody waits for these any more, sent or not. */
  #drop(ids: readonly number[]): void {
    const dropped = new Set(ids.map((id) => this.#open.get(id)));
    for (const id of ids) this.#open.delete(id);
    this.#unsent = this.#unsent.filter((call) => !dropped.delete(call));
    // Those that are left of them were sent.
    for (const call of dropped) if (call !== undefined) this.#window.ended(call);
    if (dropped.size > 0) this.#link?.post({ abort: ids });
    this.#flushSoon();
  }

  #call(envelope: PageRequest, resolve: OpenCall['resolve'], reject: OpenCall['reject']): number {
    const id = ++this.#lastId;
    const call = { id, envelope, resolve, reject };
    this.#open.set(id, call);
    this.#unsent.push(call);
    this.#flushSoon();
    return id;
  }

  #abortable(
    envelope: PageRequest,
    signal: AbortSignal,
    resolve: OpenCall['resolve'],
    reject: OpenCall['reject'],
  ): void {
    if (signal.aborted) {
      reject(abortError(signal));
      return;
    }
    const forget = (): void => signal.removeEventListener('abort', onAbort);
    const id = this.#call(
      envelope,
      (answer) => {
        forget();
        resolve(answer);
      },
      (error) => {
        forget();
        reject(error);
      },
    );
    const onAbort = (): void => {
      this.#drop([id]);
      this.#settled();
      reject(abortError(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  }

  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#onWaiting?.();
    queueMicrotask(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    const link = this.#link;
    if (link === undefined) return;
    const count = this.#window.roomFor(this.#unsent);
    if (count === 0) return;
    let sent = this.#unsent;
    if (count === sent.length) this.#unsent = [];
    else sent = this.#unsent.splice(0, count);
    for (const call of sent) this.#window.sent(call);
    postCalls(link.post, this.#confirmed(), sent, this.#told);
    this.#wakefulness?.sent();
  }

  /** All numbers up to this one are done with. */
  #confirmed(): number {
    const oldest = this.#open.keys().next();
    this.#confirmedId = oldest.done === true ? this.#lastId : oldest.value - 1;
    return this.#confirmedId;
  }

  #answered(answers: Answers): void {
    this.#wakefulness?.answered();
    readAnswers(answers, this.#heard, (id, status, body) => {
      this.#settle(id, status, body);
      this.#answeredId = Math.max(this.#answeredId, id);
    });
    if (this.#unsent.length > 0) this.#flushSoon();
    else if (this.#open.size === 0) this.#settled();
  }

  #settle(id: number, status: number, body: HeardBody): void {
    const call = this.#open.get(id);
    // What was missed comes again: the owner was told so when this link began, and then asked again.
    if (call === undefined || body === undefined) return;
    this.#open.delete(id);
    this.#window.ended(call);
    if (body instanceof RowFault) call.reject(unreadable(body));
    else call.resolve({ status, body, requestId: nextRequestId() });
  }

  #settled(): void {
    this.#confirmSoon();
    if (this.#idle.length === 0 || this.isWaiting) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }

  #asked(ask: number, outcome: CallOutcome<unknown>): void {
    const open = this.#questions.get(ask);
    this.#questions.delete(ask);
    this.#answeredId = Math.max(this.#answeredId, ask);
    if (outcome.ok) open?.resolve(outcome.value);
    else open?.reject(new HashrangeError(outcome.error.code, outcome.error.message));
    if (this.#open.size === 0) this.#settled();
  }

  /** An owner that need not remember these answers can forget the log that they are in. */
  #confirmSoon(): void {
    this.#confirm ??= this.#host.after(CONFIRM_MS, () => {
      this.#confirm = undefined;
      if (this.#open.size > 0 || this.#confirmedId === this.#lastId) return;
      this.#link?.post({ confirmed: this.#confirmed() });
    });
  }
}

const unreadable = ({ message }: RowFault): HashrangeError =>
  new HashrangeError('protocol', `the answer cannot be read: ${message}`);
