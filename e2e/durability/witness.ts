/** Outlives the browser: knows every operation before it is issued, and every acknowledgement before the next one. */
import type { Announced, LaneStart, Report, StoredState, Versions } from './protocol.ts';
import { LANES } from './protocol.ts';
import { listen } from './report-listener.ts';
import type { Listener } from './report-listener.ts';

const VERSIONS_PER_LIFE = 1_000_000;

export interface Counts {
  acknowledged: number;
  refused: number;
  transactions: number;
  undecidedApplied: number;
  undecidedNot: number;
}

class Lane {
  readonly items = new Map<string, number>();
  pending: Announced | undefined;
}

const newLanes = (): readonly Lane[] => Array.from({ length: LANES }, () => new Lane());

export class Witness {
  readonly violations: string[] = [];
  readonly counts: Counts = {
    acknowledged: 0,
    refused: 0,
    transactions: 0,
    undecidedApplied: 0,
    undecidedNot: 0,
  };
  #lanes = newLanes();
  #listener: Listener | undefined;
  #lives = 0;
  #storeId: string | undefined;

  static async start(): Promise<Witness> {
    const witness = new Witness();
    witness.#listener = await listen((report) => {
      witness.#take(report);
    });
    return witness;
  }

  get url(): string {
    return this.#listener?.url ?? '';
  }

  /** What the lanes of the next life begin with. Call after `compare`. */
  laneStarts(seed: number): readonly LaneStart[] {
    const firstVersion = 1 + this.#lives++ * VERSIONS_PER_LIFE;
    return this.#lanes.map(({ items }, lane) => ({
      lane,
      seed: seed * LANES + lane,
      firstVersion,
      items: Object.fromEntries(items),
    }));
  }

  /** Compares what a restart found with what was acknowledged, and takes it for the truth from here on. */
  compare({ storeId, items: found, faults }: StoredState): void {
    this.violations.push(...faults);
    this.#storeId ??= storeId;
    if (storeId !== this.#storeId) {
      // Everything else would follow from this.
      this.violations.push(`store ${storeId} stands where ${this.#storeId} was`);
      return;
    }
    const unclaimed = new Map(Object.entries(found));
    this.#lanes.forEach((lane, number) => {
      this.#settle(lane, number, found);
      for (const [key, version] of lane.items) {
        const stored = unclaimed.get(key);
        unclaimed.delete(key);
        if (stored === version) continue;
        const what = stored === undefined ? 'is lost' : `is at version ${stored}`;
        this.violations.push(`${key}: acknowledged version ${version} ${what}`);
      }
    });
    for (const [key, version] of unclaimed)
      this.violations.push(`${key}: version ${version} must not be there`);
  }

  /** Whether a database was found to be there. */
  get knowsStore(): boolean {
    return this.#storeId !== undefined;
  }

  /** Throws with what is wrong: its first line is what a long output ends with. */
  mustBeContent(): void {
    const { violations } = this;
    if (violations.length > 0)
      throw new Error(`${violations.length} violations: ${violations.slice(0, 20).join('; ')}`);
  }

  /** A new database begins: nothing is known of it. */
  forget(): void {
    this.#lanes = newLanes();
    this.#storeId = undefined;
  }

  close(): void {
    this.#listener?.close();
  }

  /** Decides the operation that was under way: applied as a whole, or not at all. */
  #settle(lane: Lane, number: number, found: Versions): void {
    const { pending } = lane;
    lane.pending = undefined;
    if (pending === undefined || pending.effects.length === 0) return;
    const { kind, effects } = pending;
    const applied = effects.filter(([key, version]) => (found[key] ?? null) === version).length;
    const untouched = effects.filter(([key]) => found[key] === lane.items.get(key)).length;
    if (applied === effects.length) {
      this.counts.undecidedApplied++;
      apply(lane, pending);
    } else if (untouched === effects.length) this.counts.undecidedNot++;
    else {
      this.violations.push(
        `lane ${number}: a ${kind} is half applied: ${applied} of ${effects.length} effects`,
      );
      apply(lane, pending);
    }
  }

  #take(report: Report): void {
    if ('items' in report) return;
    if ('violation' in report) {
      this.violations.push(report.violation);
      return;
    }
    const lane = this.#lanes[report.lane];
    if (lane === undefined) throw new Error(`no lane ${report.lane}`);
    if (report.isPreviousAcknowledged && lane.pending !== undefined) {
      this.counts.acknowledged++;
      if (lane.pending.effects.length === 0) this.counts.refused++;
      if (lane.pending.effects.length > 1) this.counts.transactions++;
      apply(lane, lane.pending);
    }
    lane.pending = report.next;
  }
}

function apply(lane: Lane, { effects }: Announced): void {
  for (const [key, version] of effects) {
    if (version === null) lane.items.delete(key);
    else lane.items.set(key, version);
  }
}
