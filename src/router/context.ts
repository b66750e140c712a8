import type { World } from '../kernel/world.ts';
import type { Store } from '../storage/store.ts';

/** What every operation runs against: one Region's store, its world and its name. */
export interface RouterContext {
  readonly store: Store;
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
