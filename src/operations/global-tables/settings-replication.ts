import { groupOf, hasOtherRegions } from '../../placement/region-group.ts';
import { regionOfArn } from '../../placement/table-arn.ts';
import type { SettingsReplication } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { validationError } from '../../wire/dynamo-error.ts';

type Mode = SettingsReplication | 'ENABLED_WITH_OVERRIDES';

/** What a table without replicas is to do with its settings when it gets some. Source: api-surface.md section 9, UpdateTable. */
export function regionalMode(mode: Mode | undefined): SettingsReplication | undefined {
  if (mode !== 'ENABLED_WITH_OVERRIDES') return mode;
  throw refusedMode(
    mode,
    'Only ENABLED and DISABLED settings replication are supported for a Regional Table.',
  );
}

/** The record after a change of the mode: one that has replicas keeps the mode that it has. */
export function changedSettingsReplication(record: TableRecord, mode: Mode): TableRecord {
  const region = regionOfArn(record.arn);
  if (hasOtherRegions(record, region) && groupOf(record, region)?.version === '2019.11.21') {
    if (mode === 'ENABLED_WITH_OVERRIDES') return record;
    throw refusedMode(
      mode,
      'Only ENABLED_WITH_OVERRIDES settings replication is supported for a Global Table.',
    );
  }
  const settingsReplication = regionalMode(mode);
  if (settingsReplication === undefined || settingsReplication === record.settingsReplication) {
    return record;
  }
  return { ...record, settingsReplication };
}

function refusedMode(mode: Mode, rule: string): Error {
  return validationError(
    `Value '${mode}' at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint: ${rule}`,
  );
}
