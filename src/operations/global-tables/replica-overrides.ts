/** What a replica has otherwise than the other Regions, as requests ask for it. Source: reference api-surface.md section 5d. */
import type { RegionOverrides, SharedSettings } from '../../placement/record/global-table.ts';
import { checkCeilings, NO_CEILING } from '../throughput/billing-rules.ts';
import type { ReplicaCreateRequest } from './replica-shapes.ts';
import { tableClassOf } from '../throughput/table-class.ts';

interface ReadOverride {
  readonly readUnits?: number;
  readonly maxReadUnits?: number;
}

type Asked = Pick<
  ReplicaCreateRequest,
  'ProvisionedThroughputOverride' | 'OnDemandThroughputOverride'
>;

/** The overrides that a request asks for; -1, which takes a ceiling away, only where `allowsRemoval` says so. */
export function overridesOf(
  request: ReplicaCreateRequest,
  allowsRemoval: boolean,
): RegionOverrides {
  const tableClass = tableClassOf(request.TableClassOverride);
  const indexes = request.GlobalSecondaryIndexes?.map(
    (index) => [index.IndexName, readsOf(index, allowsRemoval, index.IndexName)] as const,
  );
  const { KMSMasterKeyId: keyId } = request;
  return {
    ...readsOf(request, allowsRemoval),
    ...(tableClass === undefined ? {} : { tableClass }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(indexes === undefined ? {} : { indexes: Object.fromEntries(indexes) }),
  };
}

function readsOf(asked: Asked, allowsRemoval: boolean, index?: string): ReadOverride {
  const readUnits = asked.ProvisionedThroughputOverride?.ReadCapacityUnits;
  const maxReadUnits = asked.OnDemandThroughputOverride?.MaxReadRequestUnits;
  if (maxReadUnits !== undefined) {
    checkCeilings({ MaxReadRequestUnits: maxReadUnits }, allowsRemoval, index);
  }
  return {
    ...(readUnits === undefined ? {} : { readUnits }),
    ...(maxReadUnits === undefined ? {} : { maxReadUnits }),
  };
}

/**
 * The overrides of reads after a request: what it does not name stays, and what all have anyway is none. Indexes that the table does not
 * have are ignored.
 */
export function mergedReads(
  known: RegionOverrides,
  asked: RegionOverrides,
  base: SharedSettings,
): RegionOverrides {
  const { readUnits: _, maxReadUnits: __, indexes: ___, ...rest } = known;
  const indexes = base.globalIndexes.flatMap((index): (readonly [string, ReadOverride])[] => {
    const { [index.name]: before = {} } = known.indexes ?? {};
    const merged = mergedRead(before, asked.indexes?.[index.name] ?? {}, index);
    return Object.keys(merged).length === 0 ? [] : [[index.name, merged]];
  });
  return {
    ...rest,
    ...mergedRead(known, asked, base),
    ...(indexes.length === 0 ? {} : { indexes: Object.fromEntries(indexes) }),
  };
}

function mergedRead(
  known: ReadOverride,
  asked: ReadOverride,
  { units, onDemand }: Pick<SharedSettings, 'units' | 'onDemand'>,
): ReadOverride {
  const readUnits =
    asked.readUnits === units.readUnits ? undefined : (asked.readUnits ?? known.readUnits);
  const isNone = [NO_CEILING, onDemand?.maxReadUnits].includes(asked.maxReadUnits ?? 0);
  const maxReadUnits = isNone ? undefined : (asked.maxReadUnits ?? known.maxReadUnits);
  return {
    ...(readUnits === undefined ? {} : { readUnits }),
    ...(maxReadUnits === undefined ? {} : { maxReadUnits }),
  };
}
