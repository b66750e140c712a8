import type { World } from '../kernel/world.ts';
import type { RouterContext } from '../operations/context.ts';
import type { PreparedRequest } from '../operations/operation.ts';
import { prepare } from '../router/router.ts';
import { FollowerBehind } from '../storage/follower-behind.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';
import type { EngineOptions } from './engine-interface.ts';

/** The engine as requests find it. */
interface Surroundings extends Pick<RouterContext, 'regions' | 'tell'> {
  readonly world: World;
  readonly options: Pick<EngineOptions, 'region' | 'accountId'>;
  /** The store that is open. Throws where there is none. */
  readonly store: () => LogStore;
  /** Whether the indexes lack an answer to a record of the log. */
  readonly isBehind: () => boolean;
}

/** Makes of an envelope a request that can be run in the engine. */
export function preparer(around: Surroundings): (envelope: RequestEnvelope) => PreparedRequest {
  const { world, options, regions, tell } = around;
  const context: RouterContext = {
    get store() {
      return around.store();
    },
    world,
    region: options.region,
    accountId: options.accountId,
    indexes: {
      mustBeCaughtUp: () => {
        if (around.isBehind()) throw new FollowerBehind();
      },
    },
    regions,
    tell,
  };
  return (envelope) => prepare(envelope, context);
}
