import { changedSettings, describeSettings } from './global-table-settings.ts';
import { later } from '../request/unsupported.ts';
import * as shapes from '../request/table-shapes.ts';
import { putTable } from '../../placement/table-catalog.ts';
import { list } from '../../wire/shapes/collections.ts';
import { long, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape, structure } from '../../wire/shapes/structure.ts';
import { indexName } from '../request/common-members.ts';
import {
  getGlobalTable,
  globalTableName,
  reportGlobalName,
  regionName,
} from './global-table-members.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape(
  {
    GlobalTableName: globalTableName,
    GlobalTableBillingMode: shapes.billingMode,
    GlobalTableProvisionedWriteCapacityUnits: long({ min: 1 }),
    GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate: later,
    GlobalTableGlobalSecondaryIndexSettingsUpdate: list(
      structure('GlobalTableGlobalSecondaryIndexSettingsUpdate', {
        IndexName: required(indexName),
        ProvisionedWriteCapacityUnits: long({ min: 1 }),
        ProvisionedWriteCapacityAutoScalingSettingsUpdate: later,
      }),
      { min: 1, max: 20 },
    ),
    ReplicaSettingsUpdate: list(
      structure('ReplicaSettingsUpdate', {
        RegionName: required(regionName),
        ReplicaProvisionedReadCapacityUnits: long({ min: 1 }),
        ReplicaTableClass: string(),
        ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate: later,
        ReplicaGlobalSecondaryIndexSettingsUpdate: later,
      }),
      { min: 1, max: 50 },
    ),
  },
  reportGlobalName,
);

type Body = ReturnType<typeof readBody>;

export const updateGlobalTableSettings: Operation<Body> = {
  name: 'UpdateGlobalTableSettings',
  layout: readBody.layout,
  parse: readBody,
  touches: ({ GlobalTableName }, scope) => settingsTouch(scope, 'write', GlobalTableName),
  run: (body, context) => {
    const { store, world, region, accountId } = context;
    const { record, group } = getGlobalTable(body.GlobalTableName, context);
    const change = {
      billingMode: body.GlobalTableBillingMode,
      writeUnits: body.GlobalTableProvisionedWriteCapacityUnits,
      indexes: (body.GlobalTableGlobalSecondaryIndexSettingsUpdate ?? []).map((index) => ({
        name: index.IndexName,
        writeUnits: index.ProvisionedWriteCapacityUnits,
      })),
      replicas: (body.ReplicaSettingsUpdate ?? []).map((replica) => ({
        region: replica.RegionName,
        readUnits: replica.ReplicaProvisionedReadCapacityUnits,
        tableClass: replica.ReplicaTableClass,
      })),
    };
    const changed = changedSettings(record, group, change, {
      scope: { region, accountId },
      nowMs: world.service.now(),
      newTree: () => store.newTree(),
    });
    store.append([putTable(changed)]);
    const after = changed.replicas?.group ?? group;
    const settings = describeSettings(changed, after, region);
    return JSON.stringify({ GlobalTableName: record.name, ReplicaSettings: settings });
  },
};
