import type { World } from '../kernel/world.ts';
import type { Store } from '../storage/store.ts';

/** What every operation runs against: one Region's store, its world and its name. */
export interface RouterContext {
  readonly store: Store;
  readonly world: World;
  readonly region: string;
  readonly accountId: string;
}
