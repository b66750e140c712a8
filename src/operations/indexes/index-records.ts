import type { UnitRates } from '../../placement/partition-map.ts';
import type { ThroughputRecord } from '../../placement/record/throughput.ts';
import type {
  GlobalIndexRecord,
  LocalIndexRecord,
  ProjectionRecord,
} from '../../placement/record/indexes.ts';
import type { TreeId } from '../../storage/store.ts';
import { onDemandCeilings } from '../throughput/billing-rules.ts';
import type {
  GlobalIndexRequest,
  LocalIndexRequest,
  ProjectionRequest,
  ThroughputRequest,
} from '../request/table-shapes.ts';
import { ON_DEMAND_WARM, raisedWarm } from '../throughput/warm-throughput.ts';

/** The record of a local index. */
export function localIndexRecord(index: LocalIndexRequest, tree: TreeId): LocalIndexRecord {
  return {
    name: index.IndexName,
    keySchema: index.KeySchema,
    projection: projectionRecord(index.Projection),
    tree,
  };
}

/** The record of a global index, whole from the start where the table holds no items yet. */
export function globalIndexRecord(
  index: GlobalIndexRequest,
  tree: TreeId,
  status: GlobalIndexRecord['status'],
): GlobalIndexRecord {
  const units = unitsOf(index.ProvisionedThroughput);
  const onDemand = onDemandCeilings(undefined, index.OnDemandThroughput);
  return {
    name: index.IndexName,
    keySchema: index.KeySchema,
    projection: projectionRecord(index.Projection),
    tree,
    status,
    throughput: throughputRecord(units),
    warm:
      units === undefined
        ? raisedWarm(ON_DEMAND_WARM, index.WarmThroughput, 'onDemand', index.IndexName)
        : raisedWarm(units, index.WarmThroughput, 'provisioned', index.IndexName),
    ...(onDemand === undefined ? {} : { onDemand }),
  };
}

function unitsOf(throughput: ThroughputRequest | undefined): UnitRates | undefined {
  if (throughput === undefined) return undefined;
  return { readUnits: throughput.ReadCapacityUnits, writeUnits: throughput.WriteCapacityUnits };
}

function throughputRecord(units: UnitRates | undefined): ThroughputRecord {
  return { ...(units ?? { readUnits: 0, writeUnits: 0 }), decreases: 0 };
}

function projectionRecord({
  ProjectionType: type,
  NonKeyAttributes: attributes,
}: ProjectionRequest): ProjectionRecord {
  return { type: type ?? 'ALL', ...(attributes === undefined ? {} : { attributes }) };
}
