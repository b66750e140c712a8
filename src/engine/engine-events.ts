import { Listeners } from '../kernel/listeners.ts';
import type { ServiceTime } from '../kernel/time.ts';
import type { RecordedConflict } from '../region/following/region-report.ts';
import type { MetVersion } from '../region/following/applying.ts';
import type { ConflictVersion, EngineEvent, Happening } from '../wire/events.ts';

/** Those who hear what happens in one Region. */
export class EngineEvents {
  readonly #region: string;
  readonly #service: ServiceTime;
  readonly #listeners = new Listeners<[event: EngineEvent]>();

  constructor(region: string, service: ServiceTime) {
    this.#region = region;
    this.#service = service;
  }

  /** Answers what ends it. */
  add(listener: (event: EngineEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  tell(happening: Happening): void {
    this.#listeners.tell(this.eventOf(happening));
  }

  eventOf(happening: Happening): EngineEvent {
    return { ...happening, region: this.#region, atMs: this.#service.now() };
  }
}

export function conflictOf({ tableName, key, winner, loser }: RecordedConflict): Happening {
  return { type: 'conflict', tableName, key, winner: versionOf(winner), loser: versionOf(loser) };
}

function versionOf({ region, stamp, text }: MetVersion): ConflictVersion {
  return { region, stamp, isDeletion: text === undefined };
}
