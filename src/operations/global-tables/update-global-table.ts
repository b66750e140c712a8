import { changedGlobalTable, globalTableDescription } from './global-table.ts';
import { putTable } from '../../placement/table-catalog.ts';
import { list } from '../../wire/shapes/collections.ts';
import { required, requestShape, structure } from '../../wire/shapes/structure.ts';
import {
  getGlobalTable,
  globalTableName,
  reportGlobalName,
  globalTableScope,
  regionName,
} from './global-table-members.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape(
  {
    GlobalTableName: globalTableName,
    ReplicaUpdates: required(
      list(
        structure('ReplicaUpdate', {
          Create: structure('CreateReplicaAction', { RegionName: required(regionName) }),
          Delete: structure('DeleteReplicaAction', { RegionName: required(regionName) }),
        }),
      ),
    ),
  },
  reportGlobalName,
);

export const updateGlobalTable: Operation<ReturnType<typeof parse>> = {
  name: 'UpdateGlobalTable',
  layout: parse.layout,
  parse,
  touches: ({ GlobalTableName }, scope) => settingsTouch(scope, 'write', GlobalTableName),
  run: ({ GlobalTableName: name, ReplicaUpdates: asked }, context) => {
    const { record, group } = getGlobalTable(name, context);
    const updates = asked.map(({ Create: create, Delete: remove }) => ({
      create: create?.RegionName,
      remove: remove?.RegionName,
    }));
    const scope = globalTableScope(name, context);
    const changed = changedGlobalTable(record, group, updates, scope);
    context.store.append([putTable(changed)]);
    const after = changed.replicas?.group ?? group;
    const description = globalTableDescription(after, context.accountId, 'UPDATING');
    return JSON.stringify({ GlobalTableDescription: description });
  },
};
