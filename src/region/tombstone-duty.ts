import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Timer } from '../kernel/time.ts';
import { groupOf, otherMembers } from '../placement/replica-group.ts';
import type { TreeId } from '../storage/store.ts';
import { forgetLeft } from './group/group-documents.ts';
import type { RegionPorts } from './region-ports.ts';
import type { SharedTable } from './group/shared-table.ts';
import { passedStamp, purgeStep } from './tombstones.ts';
import type { MarksByRegion } from './tombstones.ts';

const EVERY_MS = 600_000;

export interface DutyHost {
  readonly tables: () => readonly SharedTable[];
  readonly marks: (table: SharedTable) => MarksByRegion;
  readonly onFailed: (error: unknown) => void;
}

/** Now and then forgets tombstones that everybody has passed. Rests while no table is shared. */
export class TombstoneDuty {
  readonly #ports: RegionPorts;
  readonly #host: DutyHost;
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(ports: RegionPorts, host: DutyHost) {
    this.#ports = ports;
    this.#host = host;
  }

  /** There are shared tables to look after, or may be. */
  start(): void {
    if (this.#isStopped || this.#timer !== undefined) return;
    this.#timer = this.#ports.world.scheduler.after(EVERY_MS, () => {
      void this.#run();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  async #run(): Promise<void> {
    try {
      for (const table of this.#host.tables()) await this.#purge(table);
      await this.#forgetLeft();
    } catch (error) {
      this.#host.onFailed(error);
    }
    this.#timer = undefined;
    if (this.#host.tables().length > 0) this.start();
  }

  async #forgetLeft(): Promise<void> {
    const { turn, store, world } = this.#ports;
    await turn(() => {
      const changes = forgetLeft(store, world.clock.now());
      if (changes.length > 0) store.append(changes);
    });
  }

  async #purge(table: SharedTable): Promise<void> {
    const { region, store, turn, world } = this.#ports;
    const group = groupOf(table.record, region);
    const others = group === undefined ? [] : otherMembers(group, region).map(([name]) => name);
    const passed = passedStamp([region, ...others], this.#host.marks(table));
    const limit = { nowMs: world.clock.now(), passed };
    let from: KeyBytes | undefined;
    let isWaiting = false;
    do {
      const step = await turn(() => {
        const found = purgeStep(store, table.replicas.tombstoneTree as TreeId, from, limit);
        if (found.changes.length > 0) store.append(found.changes);
        return found;
      });
      from = step.next;
      isWaiting ||= step.isWaiting;
    } while (from !== undefined && !this.#isStopped);
    // Others pass a stamp of ours only when they hear of a later one.
    if (isWaiting && !this.#isStopped) await turn(() => store.append([]));
  }
}
