import type { LogNeed } from '../storage/log/log-retention.ts';
import { LinkControls } from '../region/link-controls.ts';
import type { LinkReport } from '../region/link-controls.ts';
import type { LinkSettings, LinkTroubles } from '../wire/extensions/regions.ts';
import { WHOLE_LINK } from '../wire/extensions/regions.ts';
import { senderOf } from '../region/messages/region-messages.ts';
import type { TableAbroad } from '../region/messages/region-messages.ts';
import type { HeardTables, RegionFault } from '../region/region-fault.ts';
import type { ReplicationReport } from '../region/following/region-report.ts';
import type { RegionPorts } from '../region/region-ports.ts';
import type { RegionReplicatorEvents } from '../region/region-replicator.ts';
import { RegionReplicator } from '../region/region-replicator.ts';
import type { OtherRegions } from '../operations/context.ts';
import type { EngineDeps, EngineOptions } from './engine-interface.ts';

/** Writes of shared tables stay in the log so long for Regions that are away. */
const LOG_KEPT_MS = 86_400_000;
const NOTHING: LogNeed = { ageMs: 0, fromLsn: undefined };

/** This Region's way to the others, through all lives of its store. Without a channel there are no others. */
export class RegionLinks implements OtherRegions {
  readonly #controls: LinkControls | undefined;
  #replicator: RegionReplicator | undefined;
  #heard: HeardTables | undefined;

  constructor({ channels, world }: EngineDeps, { name }: EngineOptions) {
    const channel = channels?.open(`hashrange/${name ?? 'default'}/regions`);
    this.#controls = channel && new LinkControls(channel, world, senderOf);
  }

  /** The replication of a life of the store that begins: the one before is over. Undefined where this Region is alone. */
  begin(ports: RegionPorts, events: RegionReplicatorEvents): RegionReplicator | undefined {
    this.end();
    this.#replicator = this.#controls && new RegionReplicator(ports, this.#controls, events);
    return this.#replicator;
  }

  /** A life of the store is over. */
  end(): void {
    this.#replicator?.stop();
    this.#replicator = undefined;
  }

  /** A request is run that has heard this. */
  recall(heard: HeardTables): void {
    this.#heard = heard;
  }

  /** Asks what the request lacked. Where the life of the store ends meanwhile, the next one has to ask. */
  async ask(fault: RegionFault, heard: HeardTables): Promise<void> {
    const replicator = this.#replicator;
    const table = await replicator?.tableIn(fault.region, fault.tableName);
    if (table !== undefined && this.#replicator === replicator) heard.note(fault, table);
  }

  close(): void {
    this.end();
    this.#controls?.close();
  }

  tableIn(region: string, tableName: string): TableAbroad | 'none' | 'silent' {
    return this.#replicator === undefined
      ? 'silent'
      : (this.#heard?.find(region, tableName) ?? 'silent');
  }

  report(): ReplicationReport {
    return (
      this.#replicator?.report() ?? {
        Peers: [],
        Replicas: [],
        Conflicts: [],
        ConflictCount: 0,
        RefusedWrites: 0,
      }
    );
  }

  links(): readonly LinkReport[] {
    return this.#controls?.reports() ?? [];
  }

  setLink(from: string, settings: LinkTroubles): LinkSettings {
    return this.#controls?.set(from, settings) ?? WHOLE_LINK;
  }
}

/** What replication wants of the log. */
export function replicationNeed(replicator: RegionReplicator | undefined): LogNeed {
  if (replicator?.isShared !== true) return NOTHING;
  return { ageMs: LOG_KEPT_MS, fromLsn: replicator.oldestWanted };
}
