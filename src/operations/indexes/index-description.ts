import type { GlobalIndexRecord, LocalIndexRecord } from '../../placement/record/indexes.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { TreeCounts, TreeId } from '../../storage/store.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import {
  describeOnDemand,
  describeThroughput,
  describeWarm,
} from '../throughput/throughput-description.ts';

/** What the description of an index shows that its record does not hold. */
export interface IndexView {
  readonly countsOf: (tree: TreeId) => TreeCounts;
  readonly nowMs: number;
  /** Shown in place of its own status: what the answer of a change says. */
  readonly statusOf?: (index: GlobalIndexRecord) => IndexStatus | undefined;
  /** The operation whose answer it is, where that shows. */
  readonly answerOf?: 'CreateTable' | 'UpdateTable';
  /** Whether the warm throughput of an index, or of the table, is not shown yet. */
  readonly hidesWarm?: (index: string | undefined) => boolean;
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
  const { items, sizeBytes } = countsOf(tree as TreeId);
  return {
    IndexName: name,
    KeySchema: keySchema,
    Projection: {
      ProjectionType: projection.type,
      ...(projection.attributes === undefined
        ? {}
        : { NonKeyAttributes: projection.attributes.toSorted() }),
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
  return {
    ...describeIndex(record, index, view),
    IndexStatus: status,
    ...backfillingMember(view, status, shown !== undefined),
    ProvisionedThroughput: describeThroughput(index.throughput, view.nowMs),
    ...(index.onDemand === undefined
      ? {}
      : { OnDemandThroughput: describeOnDemand(index.onDemand) }),
    ...describeWarm(index.warm, warmStatus(view, index, status), view.hidesWarm?.(index.name)),
  };
}

/** Of an index that an UpdateTable adds: not yet in its answer, then until the index is whole. */
function backfillingMember(
  { answerOf }: IndexView,
  status: IndexStatus,
  isShown: boolean,
): JsonObject {
  if (status !== 'CREATING' || (isShown && answerOf === 'CreateTable')) return {};
  return { Backfilling: !isShown };
}

/** Warm throughput that is raised is UPDATING while its index is ACTIVE. */
function warmStatus(view: IndexView, index: GlobalIndexRecord, status: IndexStatus): string {
  const isRaised = view.answerOf === 'UpdateTable' && view.statusOf?.(index) === 'ACTIVE';
  return isRaised ? 'UPDATING' : status;
}
