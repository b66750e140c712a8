import type { KeyBytes } from '../kernel/key-bytes.ts';
import { forgetTombstones } from '../partition/background-access.ts';
import { groupOf, otherMembers } from '../placement/region-group.ts';
import { forgetLeft } from './group/group-documents.ts';
import type { RegionPorts } from './region-ports.ts';
import type { SharedTable } from './group/shared-table.ts';
import { passedStamp, purgeStep } from './tombstones.ts';
import type { MarksByRegion } from './tombstones.ts';

export interface SweepHost {
  readonly tables: () => readonly SharedTable[];
  readonly marks: (table: SharedTable) => MarksByRegion;
}

/** A sweep under way. */
interface Sweep {
  /** Ids of the tables that are left. */
  readonly tableIds: string[];
  /** Where it goes on in the first of them. */
  from: KeyBytes | undefined;
  /** Whether there are tombstones in it that only wait for others. */
  isWaiting: boolean;
}

/** Now and then forgets tombstones that everybody has passed, in steps. Rests while no table is shared. */
export class TombstoneSweep {
  readonly #ports: RegionPorts;
  readonly #host: SweepHost;
  /** When the next sweep begins, in elapsed time. */
  #dueMs: number | undefined;
  #sweep: Sweep | undefined;

  constructor(ports: RegionPorts, host: SweepHost) {
    this.#ports = ports;
    this.#host = host;
  }

  /** Tables that the sweep under way has not done. */
  get left(): number {
    return this.#sweep?.tableIds.length ?? 0;
  }

  /** Does one step. Answers in how many milliseconds the next one is due; undefined while no table is shared. */
  turn(): number | undefined {
    const sweep = this.#sweep ?? this.#begin();
    if (sweep === undefined) return this.#untilDueMs();
    const [tableId] = sweep.tableIds;
    if (tableId === undefined) return this.#end();
    const table = this.#host.tables().find(({ record }) => record.id === tableId);
    const next = table === undefined ? undefined : this.#purge(table, sweep);
    sweep.from = next;
    if (next === undefined) {
      sweep.tableIds.shift();
      sweep.isWaiting = false;
    }
    return 0;
  }

  #begin(): Sweep | undefined {
    if (this.#untilDueMs() !== 0) return undefined;
    const tableIds = this.#host.tables().map(({ record }) => record.id);
    this.#sweep = { tableIds, from: undefined, isWaiting: false };
    return this.#sweep;
  }

  #untilDueMs(): number | undefined {
    const { host, knobs } = this.#ports.world;
    const nowMs = host.elapsedMs();
    if (this.#dueMs === undefined && this.#host.tables().length === 0) return undefined;
    this.#dueMs ??= nowMs + knobs.tombstoneSweepMs;
    return Math.max(0, this.#dueMs - nowMs);
  }

  #end(): 0 {
    const { store, world } = this.#ports;
    const changes = forgetLeft(store, world.service.now());
    if (changes.length > 0) store.append(changes);
    this.#sweep = undefined;
    this.#dueMs = undefined;
    return 0;
  }

  /** Looks through a stretch of a table's tombstones. Answers where the next one begins. */
  #purge(table: SharedTable, sweep: Sweep): KeyBytes | undefined {
    const { region, store, world } = this.#ports;
    const group = groupOf(table.record, region);
    const others = group === undefined ? [] : otherMembers(group, region).map(([name]) => name);
    const passed = passedStamp([region, ...others], this.#host.marks(table));
    const atOnce = world.knobs.tombstonesAtOnce;
    const limit = { nowMs: world.service.now(), passed, atOnce };
    const { keys, next, isWaiting } = purgeStep(store, table, sweep.from, limit);
    const hasWaited = sweep.isWaiting || isWaiting;
    // Others pass a stamp of ours only when they hear of a later one.
    const mustTell = next === undefined && hasWaited;
    if (keys.length > 0 || mustTell) forgetTombstones(store, table, keys);
    sweep.isWaiting = hasWaited;
    return next;
  }
}
