import type {
  GlobalIndexRecord,
  LocalIndexRecord,
  TableRecord,
} from '../placement/table-record.ts';
import type { TreeCounts } from '../storage/store.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';
import { describeOnDemand, describeThroughput } from './throughput-description.ts';

/** What the description of an index shows that its record does not hold. */
export interface IndexView {
  readonly countsOf: (tree: number) => TreeCounts;
  readonly nowMs: number;
  /** Shown in place of its own status: what the answer of a change says. */
  readonly statusOf?: (index: GlobalIndexRecord) => IndexStatus | undefined;
}

export type IndexStatus = 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE';

/** The index members of a TableDescription; none where the table has none. Source: api-surface.md section 4. */
export function describeIndexes(record: TableRecord, view: IndexView): JsonObject {
  const { localIndexes = [], globalIndexes = [] } = record;
  return {
    ...(localIndexes.length === 0
      ? {}
      : { LocalSecondaryIndexes: localIndexes.map((index) => describeIndex(record, index, view)) }),
    ...(globalIndexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: globalIndexes.map((index) => describeGlobal(record, index, view)),
        }),
  };
}

function describeIndex(
  { arn }: TableRecord,
  { name, keySchema, projection, tree }: LocalIndexRecord,
  { countsOf }: IndexView,
): JsonObject {
  const { items, sizeBytes } = countsOf(tree);
  return {
    IndexName: name,
    KeySchema: keySchema,
    Projection: {
      ProjectionType: projection.type,
      ...(projection.attributes === undefined ? {} : { NonKeyAttributes: projection.attributes }),
    },
    IndexSizeBytes: sizeBytes,
    ItemCount: items,
    IndexArn: `${arn}/index/${name}`,
  };
}

function describeGlobal(
  record: TableRecord,
  index: GlobalIndexRecord,
  view: IndexView,
): JsonObject {
  const shown = view.statusOf?.(index);
  const status = shown ?? index.status;
  const backfilling = shown === undefined && status === 'CREATING' ? { Backfilling: true } : {};
  return {
    ...describeIndex(record, index, view),
    IndexStatus: status,
    ...backfilling,
    ProvisionedThroughput: describeThroughput(index.throughput, view.nowMs),
    ...(index.onDemand === undefined
      ? {}
      : { OnDemandThroughput: describeOnDemand(index.onDemand) }),
    WarmThroughput: {
      ReadUnitsPerSecond: index.warm.readUnits,
      WriteUnitsPerSecond: index.warm.writeUnits,
      Status: status === 'ACTIVE' ? 'ACTIVE' : 'UPDATING',
    },
  };
}
