/**
 * A replica that is taken out of its global table and stays as a table, and the protection against that: on in every replica until
 * it is switched off.
 *
 * Source: reference api-surface.md section 5; the texts of refusals are ours, AWS's are not known.
 */
import { groupOf, hasOtherRegions } from '../../placement/region-group.ts';
import { regionOfArn } from '../../placement/table-arn.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { Lsn } from '../../storage/store.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import { inUse, notPart } from './replica-refusals.ts';

/** Whether the protection is there and on: tables without replicas have none. */
export function disassociationProtection(record: TableRecord): boolean | undefined {
  const region = regionOfArn(record.arn);
  const isReplica =
    hasOtherRegions(record, region) && groupOf(record, region)?.version === '2019.11.21';
  return isReplica ? record.disassociationProtected !== false : undefined;
}

/** The record with the protection as `isProtected` says; the same where nothing was asked. */
export function withDisassociationProtection(
  record: TableRecord,
  isProtected: boolean | undefined,
): TableRecord {
  if (isProtected === undefined) return record;
  const current = disassociationProtection(record);
  if (current === undefined) {
    throw invalidParameter(
      'DisassociationProtectionEnabled can only be specified for a replica of a global table',
    );
  }
  return current === isProtected ? record : { ...record, disassociationProtected: isProtected };
}

/** As a table becomes a replica: what was said when it was one before is forgotten. */
export function protectedAnew({ disassociationProtected: _, ...record }: TableRecord): TableRecord {
  return record;
}

/** The record of a replica that leaves when the others have what was written before `lsn`, the record that asks for it. */
export function disassociated(
  record: TableRecord,
  asked: string,
  { region, lsn }: { readonly region: string; readonly lsn: Lsn },
): TableRecord {
  if (asked !== region) throw invalidParameter('Only the local replica can be disassociated');
  const { replicas } = record;
  const isProtected = disassociationProtection(record);
  if (replicas === undefined || isProtected === undefined) throw notPart(region);
  if (isProtected) {
    throw validationError(
      'Replica cannot be disassociated as it is currently protected against disassociation. ' +
        'Disable disassociation protection first.',
    );
  }
  const { members } = replicas.group;
  if (Object.values(members).some(({ status }) => status === 'CREATING')) throw inUse();
  return { ...record, replicas: { ...replicas, leaving: { lsn } } };
}

/** Nothing else is changed in a replica that is on its way out. */
export function refuseWhileLeaving({ replicas }: TableRecord): void {
  if (replicas?.leaving !== undefined) throw inUse();
}
