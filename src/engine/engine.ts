import { HeardTables } from '../region/region-fault.ts';
import type { PreparedRequest } from '../operations/operation.ts';
import { DeviceFault } from '../storage/device/port.ts';
import type { LogStore } from '../storage/log-store.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { EngineEvent, Happening } from '../wire/events.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';
import type { EngineStats, ScrubReport } from '../wire/reports.ts';
import type { ClientLedger } from './answer-ledger.ts';
import { AnswerLedger } from './answer-ledger.ts';
import { MEMBERS } from './background/member-list.ts';
import { ChangeEvents } from './change-events.ts';
import type {
  Answer,
  Caller,
  Engine,
  EngineDeps,
  EngineOptions,
  TextAnswer,
} from './engine-interface.ts';
import { EngineEvents } from './engine-events.ts';
import type { Job } from './executor.ts';
import { inText } from './executor.ts';
import { Life } from './life.ts';
import type { LifeHost } from './life.ts';
import { preparer } from './preparer.ts';
import { RegionLinks } from './region-links.ts';
import { scrubLife, statsOf } from './stats-report.ts';
import type { HostedStore } from './storage-host.ts';
import { StorageHost } from './storage-host.ts';
import { WaitingRoom } from './waiting-room.ts';

/**
 * Opens one Region over a storage device: the only place that assembles an engine (`scripts/house/laws.test.ts`).
 *
 * Rejects with `StoreRefused` (lost, damaged or newer storage) or `DeviceFault`.
 */
export async function createEngine(deps: EngineDeps, options: EngineOptions): Promise<Engine> {
  const engine = new RegionEngine(deps, options);
  await engine.open();
  return engine;
}

class RegionEngine implements Engine {
  readonly region: string;
  readonly #host: StorageHost;
  readonly #prepare: (envelope: RequestEnvelope) => PreparedRequest;
  readonly #options: EngineOptions;
  readonly #events: EngineEvents;
  readonly #changes: ChangeEvents;
  readonly #waitingRoom: WaitingRoom;
  readonly #regions: RegionLinks;
  readonly #ledger: AnswerLedger;
  readonly #lifeHost: LifeHost;
  /** The life of the store that is open, or was last. */
  #life: Life | undefined;
  /** Whether it takes requests. */
  #isOpen = false;
  #damage: HostedStore['damage'] = [];
  /** Requests that wait for the store to be open again. */
  #waiting: Job[] = [];
  #ended: DeviceFault | undefined;
  #closing: Promise<void> | undefined;
  #requests = 0;

  constructor(deps: EngineDeps, options: EngineOptions) {
    const { world, devices } = deps;
    this.region = options.region;
    this.#options = options;
    this.#events = new EngineEvents(options.region, world.service);
    const tell = (happening: Happening): void => {
      this.#events.tell(happening);
    };
    this.#changes = new ChangeEvents(world, tell);
    this.#ledger = new AnswerLedger(world.host);
    this.#regions = new RegionLinks(deps, options);
    const rerun = (job: Job): void => {
      this.#run(job);
    };
    this.#waitingRoom = new WaitingRoom(world, () => this.#life?.hosted.store, rerun);
    this.#lifeHost = {
      world,
      options,
      members: deps.members ?? MEMBERS,
      regions: this.#regions,
      park: (job, wait) => {
        this.#waitingRoom.park(job, wait);
      },
      rerun,
      onReadFault: (hosted, fault) => {
        this.#host.fail(hosted, fault);
      },
      onStored: (store) => {
        this.#waitingRoom.onStored();
        this.#changes.onStored(store);
      },
      tell,
    };
    this.#host = new StorageHost(world, devices, options, {
      onProgress: deps.onProgress,
      onRestarting: (fault) => {
        this.#isOpen = false;
        this.#life?.stop(fault);
      },
      onRestarted: (hosted) => {
        this.#begin(hosted);
        this.#changes.onRestarted();
      },
      onFailed: (fault) => {
        deps.onLost?.();
        this.#end(fault);
      },
      onFull: () => {
        tell({ type: 'quota' });
      },
      onGivenUp: (fromLsn) => {
        tell({ type: 'given-up', why: 'room', reader: undefined, fromLsn });
      },
    });
    this.#prepare = preparer({
      world,
      options,
      regions: this.#regions,
      store: () => this.#store(),
      isBehind: () => this.#life?.background.isBehind === true,
      tell,
    });
  }

  async open(): Promise<void> {
    try {
      this.#begin(await this.#host.open());
    } catch (error) {
      this.#regions.close();
      throw error;
    }
  }

  get storeId(): string {
    return this.#store().checkpointer.superblock.storeId;
  }

  submit(envelope: RequestEnvelope, answer: (answer: Answer) => void, caller?: Caller): void {
    this.#requests++;
    let request: PreparedRequest;
    try {
      request = this.#prepare(envelope);
    } catch (error) {
      answer(refusalOf(error));
      return;
    }
    this.#run({
      request,
      caller,
      answer,
      faults: 0,
      heldSinceMs: undefined,
      hasWaited: false,
      heard: new HeardTables(),
      pins: undefined,
    });
  }

  request(target: string, text: string): Promise<TextAnswer> {
    return new Promise((resolve) => {
      this.submit({ target, body: text }, (answer) => resolve(inText(answer)));
    });
  }

  flushed(): Promise<void> {
    const { log } = this.#store();
    return new Promise((resolve, reject) => {
      log.whenHardened((fault) => {
        if (fault === undefined) resolve();
        else reject(fault);
      });
    });
  }

  scrub(): Promise<ScrubReport> {
    const { hosted } = this.#lifeOrThrow();
    return scrubLife(hosted, this.#damage).catch((error: unknown) => {
      if (error instanceof DeviceFault) this.#host.fail(hosted, error);
      throw error;
    });
  }

  stats(): EngineStats {
    return statsOf(this.#lifeOrThrow(), {
      region: this.region,
      state: this.#ended === undefined ? 'open' : this.#closing === undefined ? 'failed' : 'closed',
      cacheBudgetBytes: this.#options.cacheBytes,
      requests: this.#requests,
      damage: this.#damage,
    });
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    for (const failure of this.#life?.background.failures() ?? [])
      listener(this.#events.eventOf(failure));
    return this.#events.add(listener);
  }

  ledgerOf(client: string): ClientLedger {
    return this.#ledger.of(client);
  }

  forgetClients(isHere: (client: string, silentMs: number) => boolean): void {
    this.#ledger.forgetUnless(isHere);
  }

  abandon(why = 'another tab has the database'): void {
    this.#closing ??= Promise.resolve();
    this.#finish(new DeviceFault('fenced', why));
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    if (this.#life !== undefined && this.#ended === undefined) {
      this.#waitingRoom.close();
      await this.#life.settle();
      await this.flushed().catch(() => undefined);
    }
    this.#finish(new DeviceFault('closed', 'the database is closed'));
  }

  #begin(hosted: HostedStore): void {
    this.#damage = [...this.#damage, ...hosted.damage];
    const life = new Life(hosted, this.#lifeHost, this.#life);
    this.#life = life;
    this.#ledger.begin(hosted.store);
    this.#isOpen = true;
    life.start();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const job of waiting) life.run(job);
    this.#waitingRoom.onStored();
  }

  #run(job: Job): void {
    if (this.#isOpen) this.#lifeOrThrow().run(job);
    else if (this.#ended !== undefined) job.answer(refusalOf(this.#ended));
    else this.#waiting.push(job);
  }

  /** Nothing more is read or written. */
  #finish(why: DeviceFault): void {
    const life = this.#life;
    this.#host.close();
    this.#end(why);
    life?.hosted.device.close();
  }

  #end(fault: DeviceFault): void {
    this.#ended = fault;
    this.#isOpen = false;
    this.#waitingRoom.close();
    this.#changes.stop();
    this.#life?.stop(fault);
    this.#regions.close();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const job of waiting) job.answer(refusalOf(fault));
  }

  #store(): LogStore {
    return this.#lifeOrThrow().hosted.store;
  }

  #lifeOrThrow(): Life {
    if (this.#life === undefined) throw new DeviceFault('closed', 'the database is not open');
    return this.#life;
  }
}

function refusalOf(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  const refusal =
    error instanceof DynamoError ? error : new DynamoError('InternalServerError', message);
  return { status: refusal.status, body: refusal.toBody() };
}
