import type { World } from '../kernel/world.ts';
import type { LinkReport } from '../region/link-controls.ts';
import type { LinkSettings, LinkTroubles } from '../wire/extensions/regions.ts';
import type { TableAbroad } from '../region/messages/region-messages.ts';
import type { ReplicationReport } from '../region/following/region-report.ts';
import type { IndexReads } from '../partition/query-page.ts';
import type { Happening } from '../wire/events.ts';
import type { LoggedStore } from '../storage/log/logged-store.ts';

/** What every operation runs against: one Region's store, its world and its name. */
export interface RouterContext {
  readonly store: LoggedStore;
  readonly world: World;
  readonly region: string;
  readonly accountId: string;
  readonly indexes: IndexReads;
  readonly regions: OtherRegions;
  /** Tells whoever listens to the engine. An operation calls it once, when nothing can send it back to its start any more. */
  readonly tell: (happening: Happening) => void;
}

/** What operations ask of the other Regions of the database. */
export interface OtherRegions {
  /** What another Region has under a table's name. Throws `RegionFault` until that is known. */
  readonly tableIn: (region: string, tableName: string) => TableAbroad | 'none' | 'silent';
  readonly report: () => ReplicationReport;
  readonly links: () => readonly LinkReport[];
  /** Changes the link that ends here and begins in `from`. */
  readonly setLink: (from: string, settings: LinkTroubles) => LinkSettings;
}
