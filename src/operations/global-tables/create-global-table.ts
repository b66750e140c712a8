import { globalTableDescription, newGlobalTable } from './global-table.ts';
import { findTable, tableNotFound } from '../../placement/table-catalog.ts';
import { putJoined } from '../../region/group/group-documents.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import {
  globalTableName,
  reportGlobalName,
  globalTableScope,
  replicationGroup,
} from './global-table-members.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape(
  {
    GlobalTableName: globalTableName,
    ReplicationGroup: replicationGroup,
  },
  reportGlobalName,
);

export const createGlobalTable: Operation<ReturnType<typeof parse>> = {
  name: 'CreateGlobalTable',
  layout: parse.layout,
  parse,
  touches: ({ GlobalTableName }, scope) => settingsTouch(scope, 'write', GlobalTableName),
  run: ({ GlobalTableName: name, ReplicationGroup: replicas }, context) => {
    const { store, accountId, world } = context;
    const regions = replicas.flatMap(({ RegionName }) => RegionName ?? []);
    const { before, after: changed } = newGlobalTable(
      name,
      regions,
      globalTableScope(name, context),
      () => {
        const table = findTable(store, name);
        if (table === undefined) throw tableNotFound(name);
        return table.record;
      },
    );
    store.append(putJoined(before, changed, world.service.now()));
    const group = changed.replicas?.group;
    const description = group && globalTableDescription(group, accountId, 'CREATING');
    return JSON.stringify({ GlobalTableDescription: description });
  },
};
