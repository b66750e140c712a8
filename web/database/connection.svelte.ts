/**
 * One Region of the database, open in this page. Every request of the console goes through {@link Connection.call}, which times it and
 * tells those who listen (the log).
 */
import type { DatabaseEventOf, DatabaseEventType } from '../../src/client/database-events.ts';
import type { Database, RawAnswer } from '../../src/client/database.ts';
import {
  HashrangeError,
  type HashrangeErrorCode,
  type LostStore,
} from '../../src/client/errors.ts';
import { destroyInWorker, openInWorker, type OpeningProgress } from '../../src/client/open.ts';
import { pageTime } from '../../src/client/browser/page-time.ts';
import { targetOf } from '../../src/client/operation-target.ts';
import type { WorkerSource } from '../../src/client/link/worker-connection.ts';
import { isObject, type JsonObject } from '../values/json-text.ts';

export {
  WHOLE_LINK,
  type LinkSettings,
  type LinkTroubles,
} from '../../src/client/region-controls.ts';
export type { OpeningProgress };

/** What a database tells unasked. */
export type DatabaseEvent = DatabaseEventOf<DatabaseEventType>;

export type Timer = ReturnType<typeof pageTime.after>;

export interface Failure {
  /** `__type` as it came. */
  readonly type: string;
  readonly message: string;
}

/** Of a request that a broken connection has rejected. */
export function unanswered(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'The request was not answered', message };
}

/** One request and its answer. */
export interface Exchange {
  readonly region: string;
  readonly operation: string;
  readonly requestText: string;
  readonly startedAt: Date;
  readonly ms: number;
  readonly status: number;
  readonly responseText: string;
  readonly responseBytes: number;
  /** The answer parsed; its figures are small, its numbers inside items are text. */
  readonly body: JsonObject;
  readonly failure: Failure | undefined;
}

/** Answer of an operation of hashrange's own. */
export type OwnAnswer = Pick<Exchange, 'status' | 'body' | 'failure'>;

export interface ConnectionOptions {
  readonly name: string;
  readonly region: string;
}

/** The console is there to see things happen: items go soon after their time has come. */
const EXPIRY_DELAY_MS = 1_000;

/** An opening that is over sooner shows no progress: it would only flicker. */
const MOMENT_MS = 300;

/** What the console shows: it asks once, and again when one of these tells that it has changed. */
const EVENT_TYPES: readonly DatabaseEventType[] = [
  'owner',
  'tabs',
  'tables',
  'written',
  'background-failed',
  'quota',
  'ended',
  'given-up',
  'conflict',
];

const ENCODER = new TextEncoder();

/** A file of the page's own origin: the console's content security policy allows no other worker. */
const WORKER: WorkerSource = {
  spawn: () => new Worker(new URL('../../worker/main.ts', import.meta.url), { type: 'module' }),
  broker: 'same file',
};

function parseBody(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** DynamoDB spells the member `message` or `Message`, by the error. */
function failureOf(status: number, body: JsonObject): Failure | undefined {
  if (status < 400) return undefined;
  const text = (member: string): string | undefined => {
    const value = body[member];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    type: text('__type') ?? `HTTP ${String(status)}`,
    message: text('message') ?? text('Message') ?? '',
  };
}

/** Why the database is not open. */
export interface Fault {
  /** One of `HashrangeError`; empty when it is another error. */
  readonly code: HashrangeErrorCode | '';
  readonly message: string;
  /** The store that the browser has lost. */
  readonly lost: LostStore | undefined;
}

export class Connection {
  readonly name: string;
  readonly region: string;
  state: 'opening' | 'open' | 'failed' = $state('opening');
  fault: Fault | undefined = $state.raw();
  /** How far the opening is; undefined while it takes no longer than a moment. */
  progress: OpeningProgress | undefined = $state.raw();
  #database: Database | undefined;
  readonly #listeners: ((exchange: Exchange) => void)[] = [];
  readonly #eventListeners: ((event: DatabaseEvent) => void)[] = [];

  constructor({ name, region }: ConnectionOptions) {
    this.name = name;
    this.region = region;
  }

  /** Does not reject: a failure is state. With the id of a lost store it begins anew in place of that one. */
  async open(acceptLoss?: string): Promise<void> {
    this.state = 'opening';
    const startedAt = pageTime.elapsedMs();
    try {
      this.#database = await openInWorker(
        this.name,
        {
          region: this.region,
          ttl: { sweepEveryMs: EXPIRY_DELAY_MS },
          ...(acceptLoss === undefined ? {} : { acceptLoss }),
          onOpening: (progress) => {
            if (pageTime.elapsedMs() - startedAt > MOMENT_MS) this.progress = progress;
          },
        },
        [WORKER],
      );
      this.#listen(this.#database);
      this.state = 'open';
    } catch (error) {
      this.lose(error);
    } finally {
      this.progress = undefined;
    }
  }

  #listen(database: Database): void {
    const tell = (event: DatabaseEvent): void => {
      for (const listener of this.#eventListeners) listener(event);
    };
    for (const type of EVENT_TYPES) database.addEventListener(type, tell);
  }

  /** Deletes the database of this Region, whatever state it is in. */
  async destroy(): Promise<void> {
    await destroyInWorker(this.name, { region: this.region }, [WORKER]);
  }

  lose(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.fault =
      error instanceof HashrangeError
        ? { code: error.code, message, lost: error.lost }
        : { code: '', message, lost: undefined };
    this.state = 'failed';
  }

  get database(): Database {
    if (this.#database === undefined) throw new Error('The database is not open.');
    return this.#database;
  }

  /** Runs the job after that time, by the database's own timers once it is open: tests of pages make the page's stand still. */
  after(delayMs: number, job: () => void): Timer {
    return (this.#database?.host ?? pageTime).after(delayMs, job);
  }

  /** Hears what the database tells, whenever it is open. */
  onEvent(listener: (event: DatabaseEvent) => void): void {
    this.#eventListeners.push(listener);
  }

  onExchange(listener: (exchange: Exchange) => void): void {
    this.#listeners.push(listener);
  }

  /** Sends one request and logs it. An answer with an error is an answer: only a broken connection rejects. */
  async call(operation: string, requestText: string): Promise<Exchange> {
    const exchange = await this.callUnlogged(operation, requestText);
    for (const listener of this.#listeners) listener(exchange);
    return exchange;
  }

  /** Asks an operation of hashrange's own. Not logged; rejects with an AbortError when the signal aborts. */
  async ask(operation: string, request: object, signal?: AbortSignal): Promise<OwnAnswer> {
    const target = `Hashrange.${operation}`;
    const answer = await this.#send(target, JSON.stringify(request), signal);
    const body = parseBody(answer.body);
    return { status: answer.status, body, failure: failureOf(answer.status, body) };
  }

  async callUnlogged(operation: string, requestText: string): Promise<Exchange> {
    const startedAt = new Date();
    const start = pageTime.elapsedMs();
    const target = targetOf(operation);
    const answer = await this.#send(target, requestText);
    const ms = pageTime.elapsedMs() - start;
    const body = parseBody(answer.body);
    return {
      region: this.region,
      operation,
      requestText,
      startedAt,
      ms,
      status: answer.status,
      responseText: answer.body,
      responseBytes: ENCODER.encode(answer.body).length,
      body,
      failure: failureOf(answer.status, body),
    };
  }
  /** Whatever was asked of a database that is gone tells that it is. */
  async #send(target: string, text: string, signal?: AbortSignal): Promise<RawAnswer> {
    try {
      return await this.database.request(target, text, {
        region: this.region,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (error instanceof HashrangeError) this.lose(error);
      throw error;
    }
  }
}
