import type { RegionOverrides } from '../../placement/record/global-table.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import { overridesOf } from './replica-overrides.ts';
import type { ReplicaUpdatesRequest } from './replica-shapes.ts';

export type AskedReplicaChange =
  | { readonly kind: 'create'; readonly region: string; readonly overrides: RegionOverrides }
  | { readonly kind: 'update'; readonly region: string; readonly overrides: RegionOverrides }
  | { readonly kind: 'delete' | 'disassociate'; readonly region: string };

/** What ReplicaUpdates asks for. What one call may not ask for together is refused. */
export function replicaActions(updates: ReplicaUpdatesRequest): readonly AskedReplicaChange[] {
  const actions = updates.map((update): AskedReplicaChange => {
    const { Create: create, Update: change, Delete: removal, Disassociate: leave } = update;
    const given = [create, change, removal, leave].filter((each) => each !== undefined);
    if (leave !== undefined && given.length * updates.length > 1) throw notAlone();
    if (given.length > 1) throw mixed();
    if (create !== undefined) {
      return { kind: 'create', region: create.RegionName, overrides: overridesOf(create, false) };
    }
    if (removal !== undefined) return { kind: 'delete', region: removal.RegionName };
    if (leave !== undefined) return { kind: 'disassociate', region: leave.RegionName };
    const overrides = change === undefined ? {} : overridesOf(change, true);
    if (change === undefined || Object.keys(overrides).length === 0) {
      throw validationError(
        'There are no actions specified in the Replica Update Action of the request.',
      );
    }
    return { kind: 'update', region: change.RegionName, overrides };
  });
  const kinds = new Set(actions.map(({ kind }) => kind));
  if (kinds.size > 1) throw mixed();
  const named = new Set(actions.map(({ region }) => region));
  if (!kinds.has('update') && named.size > 1) {
    throw validationError(
      'Update table operation with more than one create or delete replica actions not allowed',
    );
  }
  // The same creation twice is one.
  return kinds.has('update') ? actions : actions.slice(0, 1);
}

function mixed(): DynamoError {
  return validationError(
    'Update table operation with more than one type of replica actions not allowed.',
  );
}

function notAlone(): DynamoError {
  return invalidParameter('Disassociate must be the only replica action in the request');
}
