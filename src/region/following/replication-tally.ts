import { isMapOf } from '../../kernel/check.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { ConflictSide as ConflictSideReport } from '../../wire/extensions/regions.ts';
import type { Applied, MetVersion } from './applying.ts';
import type { RecordedConflict, ReplicationReport } from './region-report.ts';

const CONFLICTS_KEPT = 100;

export interface TallyEvents {
  readonly onConflict: (conflict: RecordedConflict) => void;
  readonly onFailed: (error: unknown) => void;
}

/** What has come of the others' writes, during one life of the store. */
export class ReplicationTally {
  readonly #events: TallyEvents;
  #conflicts: readonly RecordedConflict[] = [];
  #conflictCount = 0;
  #refusedWrites = 0;
  #failure: string | undefined;

  constructor(events: TallyEvents) {
    this.#events = events;
  }

  noteApplied({ conflicts, refused }: Applied, atMs: EpochMs): void {
    this.#refusedWrites += refused;
    if (conflicts.length === 0) return;
    const recorded = conflicts.map((conflict) => ({ ...conflict, atMs }));
    this.#conflictCount += recorded.length;
    this.#conflicts = [...this.#conflicts, ...recorded].slice(-CONFLICTS_KEPT);
    for (const conflict of recorded) this.#events.onConflict(conflict);
  }

  /** The store is opened again when its device fails; anything else is to be seen. */
  noteFailure(error: unknown): void {
    if (error instanceof DeviceFault) return;
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#events.onFailed(error);
  }

  report(): Omit<ReplicationReport, 'Peers' | 'Replicas'> {
    return {
      Conflicts: this.#conflicts.map(({ atMs, tableName, winner, loser }) => ({
        AtMs: atMs,
        TableName: tableName,
        Winner: sideOf(winner),
        Loser: sideOf(loser),
      })),
      ConflictCount: this.#conflictCount,
      RefusedWrites: this.#refusedWrites,
      ...(this.#failure === undefined ? {} : { Failure: this.#failure }),
    };
  }
}

const isItem = isMapOf((value): value is unknown => value !== undefined);

/** Without an item it is a deletion. */
function sideOf({ region, stamp, text }: MetVersion): ConflictSideReport {
  const item: unknown = text === undefined ? undefined : JSON.parse(text);
  return { Region: region, Stamp: stamp, ...(isItem(item) ? { Item: item } : {}) };
}
