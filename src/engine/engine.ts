import { IndexFollower } from '../index/index-follower.ts';
import { HeardTables } from '../region/region-fault.ts';
import type { RouterContext } from '../operations/context.ts';
import { Listeners } from '../kernel/listeners.ts';
import type { World } from '../kernel/world.ts';
import { prepare } from '../router/router.ts';
import type { PreparedRequest } from '../operations/operation.ts';
import type { LogDamage } from '../storage/checkpoint/redo.ts';
import { DeviceFault } from '../storage/device/port.ts';
import type { LogStore } from '../storage/log-store.ts';
import { scrubStore } from '../storage/scrub/scrub.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { EngineEvent } from '../wire/events.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';
import type { DamagedRange, EngineStats, ScrubReport } from '../wire/reports.ts';
import type { ClientLedger } from './answer-ledger.ts';
import { AnswerLedger } from './answer-ledger.ts';
import type { Answer, Caller, Engine, EngineDeps, EngineOptions } from './contract.ts';
import { describeDamage, describeLogDamage, rangeOf } from './damage-report.ts';
import type { Job } from './executor.ts';
import { Executor } from './executor.ts';
import { FollowerRunner } from './follower-runner.ts';
import { RegionDuties } from './region-duties.ts';
import { RegionLinks } from './region-links.ts';
import type { StoreLife } from './storage-host.ts';
import { StorageHost } from './storage-host.ts';
import { WaitingRoom } from './waiting-room.ts';

/**
 * Opens one Region over a storage device: the only place that assembles an engine.
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
  readonly #context: RouterContext;
  readonly #options: EngineOptions;
  #life: StoreLife | undefined;
  #executor: Executor | undefined;
  readonly #follower = new IndexFollower();
  #runner: FollowerRunner | undefined;
  readonly #world: World;
  readonly #events = new Listeners<[event: EngineEvent]>();
  readonly #waitingRoom: WaitingRoom;
  #duties: RegionDuties | undefined;
  readonly #regions: RegionLinks;
  #damage: readonly LogDamage[] = [];
  readonly #ledger: AnswerLedger;
  /** Requests that wait for the store to be open again. */
  #waiting: Job[] = [];
  #ended: DeviceFault | undefined;
  #closing: Promise<void> | undefined;
  #requests = 0;

  constructor(deps: EngineDeps, options: EngineOptions) {
    this.region = options.region;
    this.#options = options;
    this.#world = deps.world;
    this.#waitingRoom = new WaitingRoom(
      deps.world,
      () => this.#life?.store,
      (job) => {
        this.#run(job);
      },
    );
    this.#ledger = new AnswerLedger(deps.world.clock);
    this.#host = new StorageHost(deps.world, deps.devices, options, {
      onProgress: deps.onProgress,
      onRestarting: () => {
        this.#executor = undefined;
      },
      onRestarted: (life) => {
        this.#begin(life);
      },
      onFailed: (fault) => {
        deps.onLost?.();
        this.#end(fault);
      },
      onFull: () => {
        this.#events.tell({ type: 'quota', ...this.#here() });
      },
      onGivenUp: (fromLsn) => {
        const event = { type: 'given-up', why: 'room', reader: undefined, fromLsn } as const;
        this.#events.tell({ ...event, ...this.#here() });
      },
    });
    const store = (): LogStore => this.#store();
    this.#regions = new RegionLinks(deps, options);
    this.#context = {
      get store() {
        return store();
      },
      world: deps.world,
      region: options.region,
      accountId: options.accountId,
      indexes: {
        mustBeCaughtUp: () => {
          this.#runner?.mustBeCaughtUp();
        },
      },
      regions: this.#regions,
      tell: (event) => {
        this.#events.tell(event);
      },
    };
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
      request = prepare(envelope, this.#context);
    } catch (error) {
      answer(this.#refusal(error));
      return;
    }
    this.#run({ request, caller, answer, faults: 0, heard: new HeardTables() });
  }

  request(target: string, body: string): Promise<Answer> {
    return new Promise((resolve) => {
      this.submit({ target, body }, resolve);
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

  async scrub(): Promise<ScrubReport> {
    const life = this.#life;
    if (life === undefined) throw new DeviceFault('closed', 'the database is closed');
    const found = await scrubStore(life.device, life.store).catch((error: unknown) => {
      if (error instanceof DeviceFault) this.#host.fail(life, error);
      throw error;
    });
    // Repaired is what is on the device.
    if (life.store.forest.repaired > 0) await life.store.checkpoint();
    const frames = [
      ...describeLogDamage(this.#damage, life.store),
      ...describeLogDamage(found.logDamage, life.store),
    ];
    return {
      pages: found.pages,
      items: found.items,
      frames: found.frames,
      damaged: [...found.damagedPages.map((range) => rangeOf(range, life.store)), ...frames],
      repaired: life.store.forest.repaired,
    };
  }

  stats(): EngineStats {
    const { log, forest, checkpointer } = this.#store();
    const { superblock } = checkpointer;
    const { cachedBytes, dirtyPages } = forest.usage();
    return {
      state: this.#ended === undefined ? 'open' : this.#closing === undefined ? 'failed' : 'closed',
      region: this.region,
      storeId: superblock.storeId,
      epoch: superblock.epoch,
      appendedLsn: log.nextLsn - 1,
      durableLsn: log.durableLsn,
      hardenedLsn: log.hardenedLsn,
      checkpointLsn: superblock.redoFromLsn,
      logBytes: log.committedBytes,
      cachedBytes,
      cacheBudgetBytes: this.#options.cacheBytes,
      dirtyPages,
      commits: log.commits,
      pageLoads: forest.pageLoads,
      requests: this.#requests,
      isFull: this.#store().isFull,
      clockLeadMs: log.clockLeadMs,
      damaged: this.#knownDamage(),
    };
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    return this.#events.add(listener);
  }

  ledgerOf(client: string): ClientLedger {
    return this.#ledger.of(client);
  }

  forgetClients(isHere: (client: string, silentMs: number) => boolean): void {
    this.#ledger.forgetUnless(isHere);
  }

  abandon(why = 'another tab has the database'): void {
    const life = this.#life;
    this.#closing ??= Promise.resolve();
    this.#host.close();
    this.#end(new DeviceFault('fenced', why));
    life?.device.close();
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    const life = this.#life;
    if (life !== undefined && this.#ended === undefined) {
      this.#waitingRoom.close();
      await this.#runner?.idle();
      await life.store.checkpoint();
      await this.flushed().catch(() => undefined);
    }
    this.#host.close();
    this.#end(new DeviceFault('closed', 'the database is closed'));
    life?.device.close();
  }

  #begin(life: StoreLife): void {
    this.#life = life;
    this.#damage = [...this.#damage, ...life.damage];
    this.#runner?.stop();
    const runner = new FollowerRunner(life.store, this.#follower, {
      onReadFault: (fault) => {
        this.#host.fail(life, fault);
      },
    });
    this.#runner = runner;
    this.#duties?.stop();
    const duties = new RegionDuties(life.store, this.#world, this.#options, {
      onReadFault: (fault) => {
        this.#host.fail(life, fault);
      },
      onAppended: () => {
        runner.wake();
      },
    });
    this.#duties = duties;
    this.#keepLog(life.store, duties);
    this.#ledger.begin(life.store);
    this.#regions.begin(life.store, {
      onReadFault: (fault) => {
        this.#host.fail(life, fault);
      },
      onAppended: () => {
        runner.wake();
        duties.onAppended();
      },
    });
    life.store.followWith(() => {
      runner.answerNow();
    });
    this.#executor = new Executor(life.store, {
      describeDamage: (error) => describeDamage(error, life.store),
      onReadFault: (fault) => {
        this.#host.fail(life, fault);
      },
      onAppended: () => {
        runner.wake();
        duties.onAppended();
      },
      park: (job, wait) => {
        this.#waitingRoom.park(job, wait);
      },
      caughtUp: () => runner.caughtUp(),
      recall: (heard) => {
        this.#regions.recall(heard);
      },
      askRegion: (fault, heard) => this.#regions.ask(fault, heard),
      rerun: (job) => {
        this.#run(job);
      },
    });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const job of waiting) this.#executor.run(job);
    runner.wake();
    this.#waitingRoom.onStored();
  }

  /** Streams and other Regions read the log. */
  #keepLog({ storedLog }: LogStore, duties: RegionDuties): void {
    storedLog.keep(() => {
      const { ageMs, fromLsn } = this.#regions.logNeed;
      return { ageMs: Math.max(ageMs, duties.logAgeMs), fromLsn };
    });
    storedLog.whenStored(() => {
      this.#waitingRoom.onStored();
      this.#regions.stored();
    });
  }

  #run(job: Job): void {
    if (this.#executor !== undefined) this.#executor.run(job);
    else if (this.#ended !== undefined) job.answer(this.#refusal(this.#ended));
    else this.#waiting.push(job);
  }

  #end(fault: DeviceFault): void {
    this.#ended = fault;
    this.#executor = undefined;
    this.#runner?.stop();
    this.#duties?.stop();
    this.#waitingRoom.close();
    this.#regions.close();
    this.#life?.store.stop(fault);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const job of waiting) job.answer(this.#refusal(fault));
  }

  #here(): { readonly region: string; readonly atMs: number } {
    return { region: this.region, atMs: this.#world.clock.now() };
  }

  #store(): LogStore {
    if (this.#life === undefined) throw new DeviceFault('closed', 'the database is not open');
    return this.#life.store;
  }

  #refusal(error: unknown): Answer {
    const message = error instanceof Error ? error.message : String(error);
    const refusal =
      error instanceof DynamoError ? error : new DynamoError('InternalServerError', message);
    return { status: refusal.status, body: refusal.toBody() };
  }

  #knownDamage(): readonly DamagedRange[] {
    const store = this.#store();
    const pages = [...store.forest.trees].flatMap((tree) =>
      [...tree.damaged].map(([low, reason]) =>
        rangeOf({ tree: tree.id, low, high: tree.highOf(tree.indexOf(low)), reason }, store),
      ),
    );
    return [...pages, ...describeLogDamage(this.#damage, store)];
  }
}
