import type { World } from '../../kernel/world.ts';
import type { UnitRates } from '../../placement/partition-map.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import type { BillingMode, TableClass } from '../../placement/record/throughput.ts';
import type { SettingsReplication } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { changedBilling } from '../throughput/billing-change.ts';
import { checkCeilingsFitMode, onDemandCeilings } from '../throughput/billing-rules.ts';
import { changedEncryption } from '../encryption/encryption.ts';
import { changedSettingsReplication } from '../global-tables/settings-replication.ts';
import { changedClass } from '../throughput/table-class.ts';
import { checkIndexQuotas, checkTableQuotas } from '../throughput/table-quotas.ts';
import type {
  OnDemandRequest,
  SseRequest,
  ThroughputRequest,
  WarmRequest,
} from '../request/table-shapes.ts';
import { raisedWarm } from '../throughput/warm-throughput.ts';

/** What UpdateTable can change about a table itself; undefined members stay as they are. */
export interface TableChange {
  readonly mode: BillingMode | undefined;
  readonly throughput: ThroughputRequest | undefined;
  readonly indexUnits: Readonly<Record<string, UnitRates>>;
  readonly onDemand: OnDemandRequest | undefined;
  readonly warm: WarmRequest | undefined;
  readonly sse: SseRequest | undefined;
  readonly tableClass: TableClass | undefined;
  readonly isProtected: boolean | undefined;
  readonly settingsReplication: SettingsReplication | 'ENABLED_WITH_OVERRIDES' | undefined;
}

/** The record after `change`: the very same record when nothing changes. */
export function changedTable(
  record: TableRecord,
  change: TableChange,
  { scope, world }: { readonly scope: ArnScope; readonly world: World },
): TableRecord {
  checkTableQuotas(change, scope.region);
  if (change.mode !== undefined) checkUnitsOfIndexes(change, scope.region);
  const nowMs = world.service.now();
  let changed = changedBilling(record, change, nowMs);
  if (change.onDemand !== undefined) {
    checkCeilingsFitMode(changed.billing.mode, change.onDemand);
    changed = withCeilings(changed, onDemandCeilings(changed.onDemand, change.onDemand));
  }
  if (change.warm !== undefined) {
    changed = { ...changed, warm: raisedWarm(changed.warm, change.warm, 'current') };
  }
  if (change.sse !== undefined) {
    changed = changedEncryption(changed, change.sse, { scope, world });
  }
  if (change.tableClass !== undefined) {
    changed = changedClass(changed, change.tableClass, nowMs);
  }
  if (change.settingsReplication !== undefined) {
    changed = changedSettingsReplication(changed, change.settingsReplication);
  }
  const isProtected = change.isProtected ?? changed.deletionProtected;
  if (isProtected !== changed.deletionProtected) {
    changed = { ...changed, deletionProtected: isProtected };
  }
  return changed;
}

function checkUnitsOfIndexes({ indexUnits }: TableChange, region: string): void {
  for (const [IndexName, { readUnits, writeUnits }] of Object.entries(indexUnits)) {
    const units = { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits };
    checkIndexQuotas({ IndexName, ProvisionedThroughput: units }, region);
  }
}

function withCeilings(
  { onDemand: _, ...record }: TableRecord,
  ceilings: TableRecord['onDemand'],
): TableRecord {
  return ceilings === undefined ? record : { ...record, onDemand: ceilings };
}
