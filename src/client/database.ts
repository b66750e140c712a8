import './web-names.ts';
import type { HostTime } from '../kernel/time.ts';
import type { DatabaseEventType, DatabaseListener, ListenerOptions } from './database-events.ts';
import { DatabaseEvents } from './database-events.ts';
import { HashrangeError, ServiceError } from './errors.ts';
import type { RequestHandler } from './request-handler.ts';
import { answerFetch, sdkRequestHandler } from './request-handler.ts';
import { RegionControls } from './region-controls.ts';
import type { InputOf, OperationName, OutputOf } from '../wire/operations/operation-types.ts';
import type { OfRegion } from '../wire/operations/replicas.ts';
import type { ScrubReport, Stats } from '../wire/reports.ts';
import { readOutput, readText } from './read-answer.ts';
import { requestSource } from './stream/request-source.ts';
import type { StreamTail, TailDeps } from './stream/tail.ts';
import { tailStream } from './stream/tail.ts';
import type { StreamOptions } from './stream/tail-options.ts';
import { targetOf } from './operation-target.ts';
import type { StorageUse } from './browser/storage-use.ts';
import { NOTHING_STORED, persistStorage, storageUse } from './browser/storage-use.ts';
import type { Transport } from './link/transport.ts';
import type { ReadAnswer, WireAnswer } from './link/wire-answer.ts';
import type { Trigger } from './trigger/trigger.ts';
import { startTrigger } from './trigger/trigger.ts';
import type { TriggerHandler } from './trigger/trigger-run.ts';
import type { TriggerOptions } from './trigger/trigger-settings.ts';

export interface RequestOptions {
  /** One of the Regions of the handle. Default: the first. */
  readonly region?: string;
  readonly signal?: AbortSignal;
}

/** An answer of the wire protocol. */
export interface RawAnswer {
  /** HTTP status. */
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** `x-amzn-requestid`. */
  readonly requestId: string;
}

/** The configuration that the AWS SDK v3's client constructors take. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: RequestHandler;
  /** Leaves requests unsigned: nothing checks a signature here, and signing costs half a millisecond. */
  readonly signer: { readonly sign: <T>(request: T) => Promise<T> };
}

/** Short form of CreateTable: names of the key attributes, text keys unless told otherwise. */
export interface TableShorthand {
  readonly TableName: string;
  readonly pk: string;
  readonly sk?: string;
  readonly pkType?: 'S' | 'N' | 'B';
  readonly skType?: 'S' | 'N' | 'B';
}

/** Whom a request is for, and until when. */
interface Sending {
  readonly region?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const asItIs: ReadAnswer<WireAnswer> = (answer) => answer;

/** An open database: DynamoDB in this browser, in one Region or in several. */
export class Database implements AsyncDisposable {
  readonly name: string;
  readonly region: string;
  readonly #transport: Transport;
  /** Aborts when the handle closes: the end of its tails and triggers. */
  readonly #life = new AbortController();
  /** The further Regions of the handle, by name. */
  readonly #others: ReadonlyMap<string, Database>;
  readonly #events: DatabaseEvents;
  /** Why it answers nothing any more. */
  #ended: HashrangeError | undefined;

  constructor(
    name: string,
    region: string,
    transport: Transport,
    others: ReadonlyMap<string, Database> = new Map(),
  ) {
    this.name = name;
    this.region = region;
    this.#transport = transport;
    this.#others = others;
    const all = [this, ...others.values()];
    this.#events = new DatabaseEvents(all.map((each) => each.#transport.subscriptions));
  }

  /** One handle on this Region and on others of the same database; it closes them with itself. */
  together(others: readonly Database[]): Database {
    const byRegion = new Map(others.map((other) => [other.region, other]));
    return new Database(this.name, this.region, this.#transport, byRegion);
  }

  /** The Regions of the handle: how they stand, and the links between them. */
  get regions(): RegionControls {
    const names = [this.region, ...this.#others.keys()];
    return new RegionControls(names, async (region, target, input) => {
      return this.#send(target, JSON.stringify(input), { region }, readOutput<unknown>);
    });
  }

  /**
   * Answers one request of the DynamoDB wire protocol. `target` is the whole `X-Amz-Target`
   * (`DynamoDB_20120810.GetItem`); `bodyText` may be anything, also no JSON. An error answer is an answer, not a
   * rejection: look at `status`. Rejects when the signal aborts or the handle is closed.
   */
  request(target: string, bodyText: string, options: RequestOptions = {}): Promise<RawAnswer> {
    // Not an async function: with hundreds of requests in flight each further promise a request shows.
    return this.#send(target, bodyText, options, readText);
  }

  /** The same over `Request` and `Response`: for service workers, routes and bridges. */
  fetch(request: Request): Promise<Response> {
    return answerFetch(this.#sendRaw, request, this.region);
  }

  /**
   * Runs an operation of DynamoDB or DynamoDB Streams by name, DynamoDB JSON in and out (binary values as base64 text, times as seconds since 1970).
   * The types of both follow from the name; one that is not known takes any object, and answers members of any type.
   * Rejects with {@link ServiceError} carrying AWS's name, message and members.
   */
  async send<Name extends OperationName | (string & {})>(
    operation: Name,
    input: InputOf<Name>,
    options: RequestOptions = {},
  ): Promise<OutputOf<Name>> {
    return this.#send(
      targetOf(operation),
      JSON.stringify(input),
      options,
      readOutput<OutputOf<Name>>,
    );
  }

  /** For `new DynamoDBClient(db.clientConfig())`. */
  clientConfig(options: { readonly region?: string } = {}): ClientConfig {
    const { region } = options;
    if (region !== undefined && !this.#has(region)) throw this.#wrongRegion(region);
    return {
      region: region ?? this.region,
      credentials: { accessKeyId: 'hashrange', secretAccessKey: 'hashrange' },
      requestHandler: this.#handlerFor(region),
      signer: { sign: (request) => Promise.resolve(request) },
    };
  }

  /** The handler alone, for clients configured elsewhere. */
  get requestHandler(): RequestHandler {
    return this.#handlerFor(undefined);
  }

  #handlerFor(region: string | undefined): RequestHandler {
    return sdkRequestHandler((target, bodyText, signal, named) =>
      this.#sendRaw(target, bodyText, signal, region ?? named),
    );
  }

  /** Creates the table unless there is one of that name. */
  async ensureTable(table: TableShorthand): Promise<void> {
    const keys: { name: string; type: 'S' | 'N' | 'B'; use: 'HASH' | 'RANGE' }[] = [
      { name: table.pk, type: table.pkType ?? 'S', use: 'HASH' },
    ];
    if (table.sk !== undefined)
      keys.push({ name: table.sk, type: table.skType ?? 'S', use: 'RANGE' });
    try {
      await this.send('CreateTable', {
        TableName: table.TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keys.map(({ name, use }) => ({ AttributeName: name, KeyType: use })),
        AttributeDefinitions: keys.map(({ name, type }) => ({
          AttributeName: name,
          AttributeType: type,
        })),
      });
    } catch (error) {
      if (!(error instanceof ServiceError) || error.name !== 'ResourceInUseException') throw error;
    }
  }

  /** Forgets every table, protected ones too. */
  async reset(): Promise<void> {
    for (;;) {
      const { TableNames = [] } = await this.send('ListTables', {});
      if (TableNames.length === 0) return;
      await Promise.all(TableNames.map((name) => this.#dropTable(name)));
    }
  }

  async #dropTable(TableName: string): Promise<void> {
    try {
      await this.send('DeleteTable', { TableName });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.name === 'ResourceNotFoundException') return;
      if (error.message.includes('source region')) {
        await this.#dropReplicas(TableName);
        await this.#dropTable(TableName);
        return;
      }
      if (!error.message.includes('deletion')) throw error;
      await this.send('UpdateTable', { TableName, DeletionProtectionEnabled: false });
      await this.#dropTable(TableName);
    }
  }

  /** A table that others were made from stays until they are gone. */
  async #dropReplicas(TableName: string): Promise<void> {
    const { Table } = await this.send('DescribeTable', { TableName });
    for (const { RegionName } of (Table?.Replicas ?? []).toReversed()) {
      const ReplicaUpdates = [{ Delete: { RegionName } as OfRegion }];
      await this.send('UpdateTable', { TableName, ReplicaUpdates });
    }
  }

  /**
   * The changes of a table as they are made, or from a position on. With a `consumer`, what is confirmed is not delivered again,
   * also after a reload. The table needs a stream.
   */
  stream(table: string, options: StreamOptions = {}): StreamTail {
    return tailStream(this.#tailDeps, table, options);
  }

  /**
   * Calls `handler` with the changes of a table, in batches, in the manner of a Lambda event source mapping. Of all tabs one runs
   * the trigger of a name; its place is durable: at least once, in order by shard, across reloads.
   */
  trigger(name: string, options: TriggerOptions, handler: TriggerHandler): Trigger {
    return startTrigger({ ...this.#tailDeps, database: this }, { name, options, handler });
  }

  /** Timers that go on when those of the page stand still. For the console. */
  get host(): HostTime {
    return this.#transport.world.host;
  }

  get #tailDeps(): TailDeps {
    return {
      source: requestSource((target, body, options) => this.request(target, body, options)),
      world: this.#transport.world,
      locks: this.#transport.locks,
      life: this.#life.signal,
    };
  }

  /** Resolves when everything acknowledged so far survives a power loss. */
  flushed(): Promise<void> {
    return this.#ended === undefined ? this.#transport.flushed() : Promise.reject(this.#ended);
  }

  /** Walks everything stored, proves the invariants and reports damage. */
  scrub(): Promise<ScrubReport> {
    return this.#ended === undefined ? this.#transport.scrub() : Promise.reject(this.#ended);
  }

  stats(): Promise<Stats> {
    return this.#ended === undefined ? this.#transport.stats() : Promise.reject(this.#ended);
  }

  /**
   * Calls `listener` with each event of this type from now on, of every Region of the handle, until the handle closes: what the database tells
   * unasked. At most once each, in the order of the Region that tells it; nothing of before is repeated: how things stand is in {@link stats}.
   * The same listener is added once. What it throws is reported as an uncaught error, and harms nobody else.
   */
  addEventListener<Type extends DatabaseEventType>(
    type: Type,
    listener: DatabaseListener<Type>,
    options?: ListenerOptions,
  ): void {
    if (this.#ended === undefined) this.#events.add(type, listener, options);
  }

  removeEventListener<Type extends DatabaseEventType>(
    type: Type,
    listener: DatabaseListener<Type>,
  ): void {
    this.#events.remove(type, listener);
  }

  /** How much the browser keeps for this origin, in bytes, and whether it may evict it. */
  storage(): Promise<StorageUse> {
    return this.#transport.isStored ? storageUse() : Promise.resolve(NOTHING_STORED);
  }

  /**
   * Asks the browser not to evict the data of this origin when room gets short. Answers whether it has agreed: Chromium decides by itself,
   * Firefox asks the person. A database in memory cannot be kept: false.
   */
  persist(): Promise<boolean> {
    return this.#transport.isStored ? persistStorage() : Promise.resolve(false);
  }

  /** Idempotent. The worker ends when the last handle of the database closes. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#end(new HashrangeError('closed', 'this handle is closed'));
    const others = [...this.#others.values()].map((other) => other.close());
    await Promise.all([this.#transport.close(), ...others]);
  }

  /** Deletes the database: for every handle of this page and every other tab, which answer with code `destroyed` from then on. */
  async destroy(): Promise<void> {
    this.#end(new HashrangeError('destroyed', 'the database was destroyed'));
    const others = [...this.#others.values()].map((other) => other.destroy());
    await Promise.all([this.#transport.destroy(), ...others]);
  }

  #end(why: HashrangeError): void {
    this.#ended = why;
    this.#life.abort();
    this.#events.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #send<T>(
    target: string,
    bodyText: string,
    { region, signal }: Sending,
    read: ReadAnswer<T>,
  ): Promise<T> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (region === undefined || region === this.region) {
      return this.#transport.request({ target, body: bodyText }, signal, read);
    }
    const other = this.#others.get(region);
    if (other === undefined) return Promise.reject(this.#wrongRegion(region));
    return other.#send(target, bodyText, { signal }, read);
  }

  #has(region: string): boolean {
    return region === this.region || this.#others.has(region);
  }

  readonly #sendRaw = (
    target: string,
    bodyText: string,
    signal: AbortSignal | undefined,
    region: string | undefined,
  ): Promise<WireAnswer> =>
    // A handle on one Region answers for whatever Region a tool has been set to.
    this.#send(
      target,
      bodyText,
      { region: this.#others.size === 0 ? undefined : region, signal },
      asItIs,
    );

  #wrongRegion(region: string): HashrangeError {
    return new HashrangeError(
      'wrong-region',
      `this handle is open on ${this.regions.names.join(', ')}, not on ${region}`,
    );
  }
}
