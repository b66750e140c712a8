import type { KeySchemaElement } from '../../placement/record/key-schema.ts';
import type { InsightsRecord } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';

/** A table or one of its global indexes, and the insights of it; undefined where they were never switched on. */
export interface Target {
  /** Undefined for the table itself. */
  readonly index: string | undefined;
  readonly indexTree: number | undefined;
  readonly keySchema: readonly KeySchemaElement[];
  readonly isReady: boolean;
  readonly insights: InsightsRecord | undefined;
}

/** The table itself first, then its global indexes by name. */
export function targetsOf(record: TableRecord): readonly Target[] {
  const insightsOf = (tree: number | undefined): InsightsRecord | undefined =>
    record.insights?.find((each) => each.indexTree === tree);
  const indexes = [...(record.globalIndexes ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    {
      index: undefined,
      indexTree: undefined,
      keySchema: record.keySchema,
      isReady: true,
      insights: insightsOf(undefined),
    },
    ...indexes.map(({ name, tree, keySchema, status }) => ({
      index: name,
      indexTree: tree,
      keySchema,
      isReady: status === 'ACTIVE',
      insights: insightsOf(tree),
    })),
  ];
}

export function getTarget(record: TableRecord, index: string | undefined): Target {
  const found = targetsOf(record).find((each) => each.index === index);
  if (found === undefined) {
    throw new DynamoError(
      'ResourceNotFoundException',
      `Requested resource not found: Index: ${index ?? ''} not found for table: ${record.name}`,
    );
  }
  return found;
}
