import type { World } from '../kernel/world.ts';
import type { LoggedStore } from '../storage/log/log-reads.ts';

/** What every operation runs against: one Region's store, its world and its name. */
export interface RouterContext {
  readonly store: LoggedStore;
  readonly world: World;
  readonly region: string;
  readonly accountId: string;
  readonly indexes: IndexReads;
}

/** What reads of global indexes ask of the follower that keeps these. */
export interface IndexReads {
  /** Throws `FollowerBehind` while an index may lack a write: the request then runs again when it does not. */
  readonly mustBeCaughtUp: () => void;
}
