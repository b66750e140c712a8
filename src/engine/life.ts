import type { World } from '../kernel/world.ts';
import type { RegionReplicator } from '../region/region-replicator.ts';
import type { DeviceFault } from '../storage/device/port.ts';
import type { Happening } from '../wire/events.ts';
import { Admission } from './admission.ts';
import { Background } from './background/background.ts';
import type { MakeMember } from './background/member.ts';
import type { EngineOptions } from './engine-interface.ts';
import { describeDamage } from './damage-report.ts';
import { conflictOf } from './engine-events.ts';
import type { ExecutorHost, Job } from './executor.ts';
import { Executor } from './executor.ts';
import { LongestWait } from './longest-wait.ts';
import type { RegionLinks } from './region-links.ts';
import { replicationNeed } from './region-links.ts';
import { regionPorts } from './connect-region.ts';
import type { HostedStore } from './storage-host.ts';
import { Turns } from './turn.ts';

/** The engine around a life of the store, as the life needs it. */
export interface LifeHost extends Pick<ExecutorHost, 'park' | 'rerun'> {
  readonly world: World;
  readonly options: EngineOptions;
  readonly members: readonly MakeMember[];
  readonly regions: RegionLinks;
  /** The device does not read: the store must be opened again. */
  readonly onReadFault: (hosted: HostedStore, fault: DeviceFault) => void;
  /** Records have been stored. */
  readonly onStored: (store: HostedStore['store']) => void;
  readonly tell: (happening: Happening) => void;
}

/** One life of the store: all that runs on it, from an opening to the fault or the close that ends it. */
export class Life {
  readonly hosted: HostedStore;
  readonly background: Background;
  readonly longestWait: LongestWait;
  readonly #turns: Turns;
  readonly #admission: Admission;
  readonly #executor: Executor;
  readonly #replicator: RegionReplicator | undefined;
  readonly #regions: RegionLinks;

  constructor(hosted: HostedStore, host: LifeHost, before: Life | undefined) {
    const { store } = hosted;
    const { world, options, regions } = host;
    this.hosted = hosted;
    this.#regions = regions;
    this.longestWait = new LongestWait(world.host);
    this.#admission = new Admission(world.knobs.heldBytes);
    this.#turns = new Turns(store, {
      onReadFault: (fault) => {
        host.onReadFault(hosted, fault);
      },
      onAppended: () => {
        this.background.onAppended();
      },
      caughtUp: () => this.background.caughtUp(),
    });
    this.#replicator = regions.begin(regionPorts(store, this.#turns, { ...options, world }), {
      onConflict: (conflict) => {
        host.tell(conflictOf(conflict));
      },
      onGivenUp: (reader) => {
        const fromLsn = store.oldestLogLsn;
        host.tell({ type: 'given-up', why: 'age', reader, fromLsn });
      },
      onFailed: (error) => {
        this.background.failed('replication', error);
      },
    });
    const { tell: onFailed } = host;
    const of = {
      store,
      world,
      options,
      turns: this.#turns,
      replicator: this.#replicator,
      onFailed,
    };
    this.background = new Background(host.members, of, before?.background);
    this.#executor = new Executor(store, this.#turns, {
      describeDamage: (error) => describeDamage(error, store),
      park: host.park,
      recall: (heard) => {
        regions.recall(heard);
      },
      askRegion: (fault, heard) => regions.ask(fault, heard),
      rerun: host.rerun,
      longestWait: this.longestWait,
      admission: this.#admission,
    });
    this.#read(host);
  }

  /** Readers of the log: the part that they want stays, and they hear when there is more. */
  #read({ onStored }: LifeHost): void {
    const { store } = this.hosted;
    const { storedLog } = store;
    const replicator = this.#replicator;
    storedLog.keep(() => replicationNeed(replicator));
    storedLog.stored.add(() => {
      onStored(store);
      replicator?.stored();
    });
  }

  start(): void {
    this.#replicator?.start();
    this.background.start();
  }

  run(job: Job): void {
    this.#executor.run(job);
  }

  /** Lets the members that readers wait for catch up, and writes the pages. */
  async settle(): Promise<void> {
    // What keeps an index from being whole is found in the log again.
    await this.background.caughtUp().catch(() => undefined);
    await this.hosted.store.checkpoint();
  }

  /** Ends the life for good: nothing runs on the store any more, and who waits for it hears of the fault. */
  stop(fault: DeviceFault): void {
    this.#turns.stop();
    this.#admission.close();
    this.background.stop();
    this.#regions.end();
    this.hosted.store.stop(fault);
  }
}
