import type { Change } from '../storage/store.ts';
import type { Conversation } from './messages/conversation.ts';
import { awaitedMembers, departureChange, isLeavingTable, stayChange } from './group/departure.ts';
import type { LeavingTable } from './group/departure.ts';
import type { StorePlace } from './group/follow-state.ts';
import { sharedTablesOf } from './group/shared-table.ts';
import type { RegionPorts } from './region-ports.ts';
import { shippedChanges } from './shipping/shipping.ts';
import type { SharedTable } from './group/shared-table.ts';

/** A departure that has come no nearer for so long is called off. */
const PATIENCE_MS = 60_000;

export interface DeparturesHost {
  /** How far the table has followed another Region; undefined while that is copied. */
  readonly followed: (table: SharedTable, region: string) => StorePlace | undefined;
  /** Up to which record of this Region's log another one has the table for good; undefined where that is not known. */
  readonly kept: (table: SharedTable, region: string) => number | undefined;
}

interface Watched {
  readonly table: LeavingTable;
  /** Where the log of each other Region ended when it was asked. */
  readonly ends: Map<string, StorePlace>;
  /** The Regions that have been asked and have not answered. */
  readonly asked: Set<string>;
  progress: string;
  progressMs: number;
}

/** Sees the departures of one Region's tables through, or calls them off. */
export class Departures {
  readonly #ports: RegionPorts;
  readonly #conversation: Conversation;
  readonly #host: DeparturesHost;
  /** By id of the table. */
  readonly #watched = new Map<string, Watched>();

  constructor(ports: RegionPorts, conversation: Conversation, host: DeparturesHost) {
    this.#ports = ports;
    this.#conversation = conversation;
    this.#host = host;
  }

  /** These tables are shared now. */
  look(tables: readonly SharedTable[]): void {
    const leaving = new Map(tables.filter(isLeavingTable).map((each) => [each.record.id, each]));
    for (const id of this.#watched.keys()) if (!leaving.has(id)) this.#watched.delete(id);
    for (const [id, table] of leaving) {
      const progressMs = this.#ports.world.host.elapsedMs();
      const known = this.#watched.get(id);
      const isSame = known !== undefined && isSameDeparture(known.table, table);
      const begun = isSame ? known : newlyWatched(progressMs);
      this.#watched.set(id, { ...begun, table });
    }
  }

  /** Tables that are leaving. */
  get left(): number {
    return this.#watched.size;
  }

  /** Looks at each table that leaves. Answers in how many milliseconds to look again; undefined while none leaves. */
  turn(): number | undefined {
    const { departureLookMs } = this.#ports.world.knobs;
    for (const watched of this.#watched.values()) {
      this.#askEnds(watched);
      const change = this.#change(watched);
      if (change === undefined) continue;
      this.#ports.store.append([change]);
      return departureLookMs;
    }
    return this.#watched.size === 0 ? undefined : departureLookMs;
  }

  /** Asks every Region that has not said it where its log ends. */
  #askEnds({ table, ends, asked }: Watched): void {
    for (const [region, { tableId }] of awaitedMembers(table, this.#ports.region)) {
      const end = ends.get(region);
      const followed = this.#host.followed(table, region);
      // Another store than the one that was asked: what it holds is not known.
      const isKnown =
        end !== undefined && (followed === undefined || followed.storeId === end.storeId);
      if (isKnown || tableId === undefined || asked.has(region)) continue;
      asked.add(region);
      void this.#conversation.ask(region, { what: 'end', tableId }).then((reply) => {
        asked.delete(region);
        if (reply?.what === 'end') ends.set(region, reply);
      });
    }
  }

  #change(watched: Watched): Change | undefined {
    const { id } = watched.table.record;
    const table = sharedTablesOf(this.#ports.store).find(({ record }) => record.id === id);
    if (table === undefined || !isLeavingTable(table)) return undefined;
    // Called off and asked for again since the last look: another departure, which has all its time.
    if (!isSameDeparture(watched.table, table)) return undefined;
    const others = awaitedMembers(table, this.#ports.region);
    const isOver = others.every(
      ([region]) => this.#hasAll(table, region) && this.#isCaughtUp(table, region, watched),
    );
    if (isOver) return departureChange(table, this.#ports);
    return this.#isStuck(table, watched) ? stayChange(table) : undefined;
  }

  /** Whether the other Region has, for good, what was written here before the cut. */
  #hasAll(table: LeavingTable, region: string): boolean {
    const kept = this.#host.kept(table, region);
    if (kept === undefined || this.#ports.hardenedLsn() < table.replicas.leaving.lsn) return false;
    const lacking = shippedChanges(table, kept, this.#ports);
    return lacking?.changes.length === 0 && !lacking.hasMore;
  }

  /** Whether this Region has what was written in the other one before it was asked. */
  #isCaughtUp(table: LeavingTable, region: string, { ends }: Watched): boolean {
    const end = ends.get(region);
    const followed = this.#host.followed(table, region);
    return end !== undefined && followed?.storeId === end.storeId && followed.lsn >= end.lsn;
  }

  #isStuck(table: LeavingTable, watched: Watched): boolean {
    const nowMs = this.#ports.world.host.elapsedMs();
    const others = awaitedMembers(table, this.#ports.region);
    const progress = others.map(([region]) => [
      region,
      this.#host.kept(table, region),
      Math.min(this.#host.followed(table, region)?.lsn ?? 0, watched.ends.get(region)?.lsn ?? 0),
    ]);
    const text = JSON.stringify(progress);
    if (text !== watched.progress) {
      watched.progress = text;
      watched.progressMs = nowMs;
    }
    return nowMs - watched.progressMs > PATIENCE_MS;
  }
}

function isSameDeparture(a: LeavingTable, b: LeavingTable): boolean {
  return a.replicas.leaving.lsn === b.replicas.leaving.lsn;
}

function newlyWatched(progressMs: number): Omit<Watched, 'table'> {
  return { ends: new Map(), asked: new Set(), progress: '', progressMs };
}
