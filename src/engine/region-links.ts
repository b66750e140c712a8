import type { DeviceFault } from '../storage/device/port.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { LogNeed } from '../storage/log/log-keeper.ts';
import { LinkControls, PERFECT_LINK } from '../region/link-controls.ts';
import type { LinkReport, LinkSettings } from '../region/link-controls.ts';
import { senderOf } from '../region/messages/messages.ts';
import type { TableAbroad } from '../region/messages/messages.ts';
import type { HeardTables, RegionFault } from '../region/region-fault.ts';
import type { RegionsReport } from '../region/following/region-report.ts';
import type { OtherRegions } from '../operations/context.ts';
import type { EngineDeps, EngineOptions } from './contract.ts';
import { RegionRunner } from './region-runner.ts';

/** Writes of shared tables stay in the log so long for Regions that are away. */
const LOG_KEPT_MS = 86_400_000;
const NOTHING: LogNeed = { ageMs: 0, fromLsn: undefined };

/** What a life of the store tells and is asked. */
export interface LifeEvents {
  readonly onReadFault: (fault: DeviceFault) => void;
  readonly onAppended: () => void;
}

/** This Region's way to the others, through all lives of its store. Without a channel there are no others. */
export class RegionLinks implements OtherRegions {
  readonly #deps: EngineDeps;
  readonly #options: EngineOptions;
  readonly #controls: LinkControls | undefined;
  #runner: RegionRunner | undefined;
  #heard: HeardTables | undefined;

  constructor(deps: EngineDeps, options: EngineOptions) {
    this.#deps = deps;
    this.#options = options;
    const channel = deps.channels?.open(`hashrange/${options.name ?? 'default'}/regions`);
    this.#controls = channel && new LinkControls(channel, deps.world, senderOf);
  }

  /** A life of the store has begun: the one before is over. */
  begin(store: LogStore, events: LifeEvents): void {
    this.#runner?.stop();
    if (this.#controls === undefined) return;
    const { region, accountId } = this.#options;
    const { world } = this.#deps;
    this.#runner = new RegionRunner(store, this.#controls, { region, accountId, world, ...events });
    this.#runner.start();
  }

  stored(): void {
    this.#runner?.replicator.stored();
  }

  /** What replication wants of the log. */
  get logNeed(): LogNeed {
    const { replicator } = this.#runner ?? {};
    if (replicator?.isShared !== true) return NOTHING;
    return { ageMs: LOG_KEPT_MS, fromLsn: replicator.oldestWanted };
  }

  /** A request is run that has heard this. */
  recall(heard: HeardTables): void {
    this.#heard = heard;
  }

  /** Asks what the request lacked. */
  async ask(fault: RegionFault, heard: HeardTables): Promise<void> {
    const table = await this.#runner?.ask(fault);
    if (table !== undefined) heard.note(fault, table);
  }

  close(): void {
    this.#runner?.stop();
    this.#runner = undefined;
    this.#controls?.close();
  }

  tableIn(region: string, tableName: string): TableAbroad | 'none' | 'silent' {
    return this.#runner === undefined
      ? 'silent'
      : (this.#heard?.find(region, tableName) ?? 'silent');
  }

  report(): RegionsReport {
    return (
      this.#runner?.replicator.report() ?? {
        region: this.#options.region,
        peers: [],
        replicas: [],
        conflicts: [],
        conflictCount: 0,
        refusedWrites: 0,
        failure: undefined,
      }
    );
  }

  links(): readonly LinkReport[] {
    return this.#controls?.reports() ?? [];
  }

  setLink(from: string, settings: Partial<LinkSettings>): LinkSettings {
    return this.#controls?.set(from, settings) ?? PERFECT_LINK;
  }
}
