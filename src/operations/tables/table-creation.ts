import { randomUuid } from '../../kernel/random.ts';
import type { World } from '../../kernel/world.ts';
import {
  encodePartitions,
  evenPartitions,
  partitionCountAtCreation,
} from '../../placement/partition-map.ts';
import type { UnitRates } from '../../placement/partition-map.ts';
import { tableArn } from '../../placement/table-arn.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import type { BillingMode, TableClass } from '../../placement/record/throughput.ts';
import type { SettingsReplication } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { TreeId } from '../../storage/store.ts';
import { onDemandCeilings } from '../throughput/billing-rules.ts';
import { encryptionOf } from '../encryption/encryption.ts';
import { globalIndexRecord, localIndexRecord } from '../indexes/index-records.ts';
import { checkIndexQuotas, checkTableQuotas } from '../throughput/table-quotas.ts';
import type {
  AttributeDefinitionsRequest,
  GlobalIndexRequest,
  KeySchemaRequest,
  LocalIndexRequest,
  OnDemandRequest,
  SseRequest,
  ThroughputRequest,
  WarmRequest,
} from '../request/table-shapes.ts';
import { ON_DEMAND_WARM, raisedWarm } from '../throughput/warm-throughput.ts';

/** A checked request for a table. */
export interface NewTable {
  readonly name: string;
  readonly keySchema: KeySchemaRequest;
  readonly definitions: AttributeDefinitionsRequest;
  readonly mode: BillingMode;
  readonly throughput: ThroughputRequest | undefined;
  readonly onDemand: OnDemandRequest | undefined;
  readonly warm: WarmRequest | undefined;
  /** What the table begins with. */
  readonly warmUnits: UnitRates;
  readonly sse: SseRequest | undefined;
  readonly tableClass: TableClass | undefined;
  readonly isProtected: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly resourcePolicy: string | undefined;
  readonly settingsReplication: SettingsReplication | undefined;
  readonly localIndexes: readonly LocalIndexRequest[];
  readonly globalIndexes: readonly GlobalIndexRequest[];
}

/** What a new table gets from where it is made. */
export interface Birth {
  readonly scope: ArnScope;
  readonly world: World;
  readonly newTree: () => TreeId;
}

/** The warm throughput a request ends up with. Throws when it asks for less than the table has anyway. */
export function warmAtCreation(asked: Pick<NewTable, 'throughput' | 'warm'>): UnitRates {
  const bought = unitsBought(asked);
  if (bought === undefined) return raisedWarm(ON_DEMAND_WARM, asked.warm, 'onDemand');
  return raisedWarm(bought, asked.warm, 'provisioned');
}

function unitsBought({ throughput }: Pick<NewTable, 'throughput'>): UnitRates | undefined {
  if (throughput === undefined) return undefined;
  return {
    readUnits: throughput.ReadCapacityUnits,
    writeUnits: throughput.WriteCapacityUnits,
  };
}

/** The catalog's record of a new table, its partitions laid out. */
export function newTableRecord(asked: NewTable, { scope, world, newTree }: Birth): TableRecord {
  checkTableQuotas(asked, scope.region);
  for (const index of asked.globalIndexes) checkIndexQuotas(index, scope.region);
  const createdMs = world.service.now();
  const units = unitsBought(asked);
  const onDemand = onDemandCeilings(undefined, asked.onDemand);
  const { settingsReplication } = asked;
  const sse = asked.sse === undefined ? undefined : encryptionOf(asked.sse, { scope, world });
  const count = partitionCountAtCreation(units, asked.warm && asked.warmUnits);
  return {
    format: 1,
    name: asked.name,
    id: randomUuid(world.random),
    arn: tableArn(scope, asked.name),
    tree: newTree(),
    createdMs,
    status: 'ACTIVE',
    keySchema: asked.keySchema,
    attributeDefinitions: asked.definitions,
    billing: {
      mode: asked.mode,
      ...(asked.mode === 'PAY_PER_REQUEST' ? { lastToPayPerRequestMs: createdMs } : {}),
      switchesToPayPerRequestMs: [],
    },
    throughput: { ...(units ?? { readUnits: 0, writeUnits: 0 }), decreases: 0 },
    warm: asked.warmUnits,
    ...(onDemand === undefined ? {} : { onDemand }),
    ...(sse === undefined ? {} : { sse }),
    ...(asked.tableClass === undefined ? {} : { tableClass: { name: asked.tableClass } }),
    deletionProtected: asked.isProtected,
    tags: asked.tags,
    ...(asked.resourcePolicy === undefined ? {} : { resourcePolicy: asked.resourcePolicy }),
    ...(settingsReplication === undefined ? {} : { settingsReplication }),
    partitions: encodePartitions(evenPartitions(count)),
    ...indexMembers(asked, newTree),
  };
}

/** Indexes made with their table are whole: there is nothing to enter yet. */
function indexMembers(
  { localIndexes, globalIndexes }: NewTable,
  newTree: () => TreeId,
): Pick<TableRecord, 'localIndexes' | 'globalIndexes'> {
  return {
    ...(localIndexes.length === 0
      ? {}
      : { localIndexes: localIndexes.map((index) => localIndexRecord(index, newTree())) }),
    ...(globalIndexes.length === 0
      ? {}
      : {
          globalIndexes: globalIndexes.map((index) =>
            globalIndexRecord(index, newTree(), 'ACTIVE'),
          ),
        }),
  };
}
