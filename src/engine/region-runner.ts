import type { Channel } from '../kernel/channel.ts';
import type { World } from '../kernel/world.ts';
import { replicaStreams } from '../operations/global-tables/replica-streams.ts';
import type { TableAbroad } from '../region/messages/messages.ts';
import type { RegionFault } from '../region/region-fault.ts';
import type { RegionPorts } from '../region/region-ports.ts';
import { Replicator } from '../region/replicator.ts';
import { DeviceFault } from '../storage/device/port.ts';
import type { LogStore } from '../storage/log-store.ts';
import { isReadFault, isStoreFault } from '../storage/store-fault.ts';

/** What the runner needs of the engine around it. */
export interface RegionHost {
  readonly region: string;
  readonly accountId: string;
  readonly world: World;
  /** Reading failed: the store must be opened again. */
  readonly onReadFault: (fault: DeviceFault) => void;
  /** Log records have been appended. */
  readonly onAppended: () => void;
}

/** Runs the replication of one opened store: its turns are loaded and run as requests are (ADR 23). */
export class RegionRunner {
  readonly replicator: Replicator;
  readonly #store: LogStore;
  readonly #host: RegionHost;
  #isStopped = false;

  constructor(store: LogStore, channel: Channel, host: RegionHost) {
    this.#store = store;
    this.#host = host;
    this.replicator = new Replicator(this.#ports(), channel);
  }

  start(): void {
    this.replicator.start();
  }

  stop(): void {
    this.#isStopped = true;
    this.replicator.stop();
  }

  /** What a request lacked; undefined where the store's life has ended, and the next one has to ask. */
  async ask({
    region,
    tableName,
  }: RegionFault): Promise<TableAbroad | 'none' | 'silent' | undefined> {
    const table = await this.replicator.tableIn(region, tableName);
    return this.#isStopped ? undefined : table;
  }

  #ports(): RegionPorts {
    const store = this.#store;
    const { region, accountId, world } = this.#host;
    return {
      region,
      accountId,
      storeId: store.checkpointer.superblock.storeId,
      world,
      store,
      hardenedLsn: () => store.log.hardenedLsn,
      streams: replicaStreams(store, world),
      lastStamp: () => store.log.lastStamp,
      observe: (stamp) => {
        store.log.observe(stamp);
      },
      harden: () => this.#harden(),
      turn: (work) => this.#turn(work),
    };
  }

  #harden(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#store.log.whenHardened((fault) => {
        if (fault === undefined) resolve();
        else reject(fault);
      });
    });
  }

  async #turn<T>(work: () => T): Promise<T> {
    const store = this.#store;
    for (;;) {
      if (this.#isStopped) throw new DeviceFault('closed', 'replication has stopped');
      store.beginTurn();
      let result: T;
      try {
        result = work();
      } catch (error) {
        if (!isStoreFault(error) || store.hasAppended) throw error;
        await this.#load(error);
        continue;
      }
      const { seenLsn, hasAppended } = store;
      store.log.commitEagerly();
      if (hasAppended) this.#host.onAppended();
      const fault = seenLsn === 0 ? undefined : await this.#durable(seenLsn);
      if (fault === undefined) return result;
      // What was only seen may be looked for again.
      if (hasAppended || this.#store.log.stopped !== undefined) throw fault;
    }
  }

  async #load(fault: Parameters<LogStore['load']>[0]): Promise<void> {
    try {
      await this.#store.load(fault);
    } catch (error) {
      if (isReadFault(error, fault) && !this.#isStopped) this.#host.onReadFault(error);
      throw error;
    }
  }

  #durable(lsn: Parameters<LogStore['log']['whenDurable']>[0]): Promise<DeviceFault | undefined> {
    return new Promise((resolve) => {
      this.#store.log.whenDurable(lsn, resolve);
    });
  }
}
