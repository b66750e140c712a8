/**
 * What UpdateTable does to indexes. Source: api-surface.md section 5, semantics.md section 13.
 */
import { forgetBuild } from '../../index/index-builder.ts';
import { indexesOf } from '../../placement/key-schemas.ts';
import type { GlobalIndexRecord } from '../../placement/record/indexes.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { SecondaryIndex } from '../../placement/secondary-index.ts';
import type { Change, TreeId } from '../../storage/store.ts';
import { DynamoError, invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type {
  AttributeDefinitionsRequest,
  GlobalIndexRequest,
  GlobalIndexUpdatesRequest,
  WarmRequest,
} from '../request/table-shapes.ts';
import {
  checkCeilings,
  checkCeilingsFitMode,
  onDemandCeilings,
} from '../throughput/billing-rules.ts';
import { checkIndexQuotas } from '../throughput/table-quotas.ts';
import { changedThroughput } from '../throughput/throughput-change.ts';
import { raisedWarm } from '../throughput/warm-throughput.ts';
import { checkSameTypes, definitionsFor } from './attribute-definitions.ts';
import { globalIndexRecord } from './index-records.ts';
import { checkAddedIndex } from './index-rules.ts';

/** A table's record after a change of its global indexes, and what became of them. */
export interface IndexChange {
  readonly record: TableRecord;
  readonly created: string | undefined;
  readonly dropped: string | undefined;
  /** What has to go into the same log record. */
  readonly changes: readonly Change[];
}

export interface IndexChangeRequest {
  readonly updates: GlobalIndexUpdatesRequest;
  /** As the request has them: the keys of a new index must be among them. */
  readonly definitions: AttributeDefinitionsRequest;
  readonly newTree: () => TreeId;
  readonly nowMs: number;
  readonly region: string;
}

export function changedIndexes(record: TableRecord, request: IndexChangeRequest): IndexChange {
  const { updates } = request;
  const known = record.globalIndexes ?? [];
  if (updates.filter((each) => each.Update === undefined).length > 1) throw oneOnlineIndex();
  for (const { Update: update, Delete: remove } of updates) {
    if (update !== undefined) mustBeGlobal(record, update.IndexName, 'update');
    if (remove !== undefined) mustBeGlobal(record, remove.IndexName, 'delete');
  }
  checkOneOnlineIndex(known, updates);
  for (const { Create: create, Update: update } of updates) {
    const asked = create ?? update;
    if (asked !== undefined) checkIndexQuotas(asked, request.region);
  }
  const created = updates.flatMap((each) => each.Create ?? [])[0];
  const dropped = updates.flatMap((each) => each.Delete ?? [])[0];
  const updated = updates.flatMap((each) => each.Update ?? []);
  let indexes = known.map((index) => {
    const update = updated.find((each) => each.IndexName === index.name);
    return update === undefined ? index : updatedIndex(record, index, update, request.nowMs);
  });
  if (created !== undefined) indexes = [...indexes, createdIndex(record, created, request)];
  if (dropped !== undefined) indexes = indexes.filter(({ name }) => name !== dropped.IndexName);
  return {
    record: withIndexes(record, indexes, request.definitions),
    created: created?.IndexName,
    dropped: dropped?.IndexName,
    changes: dropIndex(indexesOf(record).global.find(({ name }) => name === dropped?.IndexName)),
  };
}

function dropIndex(index: SecondaryIndex | undefined): readonly Change[] {
  if (index === undefined) return [];
  const drop: Change = { kind: 'dropTree', tree: index.tree };
  return index.isWhole ? [drop] : [drop, forgetBuild(index)];
}

/** The texts of an update, and of local indexes, as AWS answered in October 2026. */
function mustBeGlobal(record: TableRecord, name: string, change: 'update' | 'delete'): void {
  if (record.globalIndexes?.some((index) => index.name === name) === true) return;
  if (record.localIndexes?.some((index) => index.name === name) === true) {
    throw validationError(`Cannot ${change} an index that is not a GlobalSecondaryIndex: ${name}`);
  }
  throw new DynamoError(
    'ResourceNotFoundException',
    `Requested resource not found: Index ${name} for table ${record.name}`,
  );
}

function checkOneOnlineIndex(
  known: readonly GlobalIndexRecord[],
  updates: GlobalIndexUpdatesRequest,
): void {
  const online = updates.filter((each) => each.Update === undefined);
  const isBuilding = known.some(({ status }) => status === 'CREATING');
  const creates = online.some((each) => each.Create !== undefined);
  const isOtherBuilding = known.some(
    ({ name, status }) =>
      status === 'CREATING' && !online.some((each) => each.Delete?.IndexName === name),
  );
  const isOneMore = (creates && isBuilding) || (online.length === 1 && isOtherBuilding);
  if (isOneMore) throw oneOnlineIndex();
}

function oneOnlineIndex(): DynamoError {
  return new DynamoError(
    'LimitExceededException',
    'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  );
}

function createdIndex(
  record: TableRecord,
  index: GlobalIndexRequest,
  { definitions, newTree }: IndexChangeRequest,
): GlobalIndexRecord {
  const others = [...(record.localIndexes ?? []), ...(record.globalIndexes ?? [])];
  if (others.some(({ name }) => name === index.IndexName)) {
    throw validationError('Attempting to create an index which already exists');
  }
  // As AWS answered in October 2026.
  if (definitions.length === 0) {
    throw invalidParameter(`AttributeDefinitions is not specified for index: ${index.IndexName}`);
  }
  checkSameTypes(record, definitions);
  const { keySchema, billing } = record;
  const table = { keySchema, definitions, mode: billing.mode, isNew: false };
  checkAddedIndex(table, index, others);
  return globalIndexRecord(index, newTree(), 'CREATING');
}

type IndexUpdate = NonNullable<GlobalIndexUpdatesRequest[number]['Update']>;

function updatedIndex(
  { billing }: TableRecord,
  index: GlobalIndexRecord,
  update: IndexUpdate,
  nowMs: number,
): GlobalIndexRecord {
  const { ProvisionedThroughput: asked, OnDemandThroughput: ceilings } = update;
  if (billing.mode === 'PAY_PER_REQUEST') checkUpdateOnDemand(index.name, update);
  checkCeilings(ceilings, true, index.name);
  checkCeilingsFitMode(billing.mode, ceilings, index.name);
  const throughput =
    asked === undefined
      ? index.throughput
      : changedThroughput(
          index.throughput,
          { readUnits: asked.ReadCapacityUnits, writeUnits: asked.WriteCapacityUnits },
          nowMs,
          index.name,
        );
  const onDemand =
    ceilings === undefined ? index.onDemand : onDemandCeilings(index.onDemand, ceilings);
  const { onDemand: _, ...rest } = index;
  return {
    ...rest,
    throughput,
    warm: raisedWarm(index.warm, update.WarmThroughput, 'current', index.name),
    ...(onDemand === undefined ? {} : { onDemand }),
  };
}

/** As AWS answered in October 2026. */
function checkUpdateOnDemand(name: string, update: IndexUpdate): void {
  const { MaxReadRequestUnits: reads, MaxWriteRequestUnits: writes } =
    update.OnDemandThroughput ?? {};
  const isAsking = (reads ?? writes ?? update.WarmThroughput) !== undefined;
  if (isAsking && update.ProvisionedThroughput === undefined) return;
  throw invalidParameter(
    `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to ` +
      'OnDemandThroughput, WarmThroughput',
  );
}

/** The record with these indexes and the definitions that they and the table's keys use. */
function withIndexes(
  record: TableRecord,
  globalIndexes: readonly GlobalIndexRecord[],
  added: AttributeDefinitionsRequest,
): TableRecord {
  const { globalIndexes: _, ...rest } = record;
  const changed = { ...rest, ...(globalIndexes.length === 0 ? {} : { globalIndexes }) };
  return { ...changed, attributeDefinitions: definitionsFor(changed, added) };
}

/** Each entry asks for one thing, and no two for the same index. */
export function checkGlobalUpdates(updates: GlobalIndexUpdatesRequest): void {
  if (updates.length === 0) throw invalidParameter('List of GlobalSecondaryIndexUpdates is empty');
  const seen = new Set<string>();
  for (const { Update: update, Create: create, Delete: remove } of updates) {
    const action = update ?? create ?? remove;
    if ([update, create, remove].filter((each) => each !== undefined).length > 1) {
      throw invalidParameter(
        'Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object',
      );
    }
    if (action === undefined) {
      throw invalidParameter(
        'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ' +
          'GlobalSecondaryIndexUpdate.Delete must not be null',
      );
    }
    const name = action.IndexName;
    if (seen.has(name)) {
      throw invalidParameter(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      );
    }
    seen.add(name);
    if (update?.WarmThroughput !== undefined) checkWarm(name, update.WarmThroughput);
  }
}

/** As AWS answered in October 2026. */
function checkWarm(index: string, warm: WarmRequest): void {
  if (warm.ReadUnitsPerSecond !== undefined || warm.WriteUnitsPerSecond !== undefined) return;
  throw invalidParameter(
    'WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified ' +
      `for index: ${index}`,
  );
}
