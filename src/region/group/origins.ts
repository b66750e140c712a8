/** Between the origins of stored items, which are numbers, and the names of Regions. */
import type { GlobalTableRecord } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { ItemVersion } from '../../storage/stored-item.ts';
import type { WriteVersion } from './last-writer-wins.ts';

/** What one byte of an item's version holds. */
const ORIGINS_MAX = 255;

/** The version of a stored item, in the words of all Regions. */
export function writeVersionOf(
  { stamp, origin }: ItemVersion,
  { origins }: GlobalTableRecord,
  region: string,
): WriteVersion {
  return { stamp, region: origin === 0 ? region : (origins[origin - 1] ?? '') };
}

/** The number that items of `region` have in a table of `own`; undefined where it has none yet. */
export function originOf(
  { origins }: GlobalTableRecord,
  region: string,
  own: string,
): number | undefined {
  if (region === own) return 0;
  const index = origins.indexOf(region);
  return index < 0 ? undefined : index + 1;
}

/** The record with a number for each of `regions`: the very same where all have one. */
export function withOrigins(
  record: TableRecord,
  regions: Iterable<string>,
  own: string,
): TableRecord {
  const { replicas } = record;
  if (replicas === undefined) return record;
  const known = new Set([own, ...replicas.origins]);
  const added = [...new Set(regions)].filter((region) => !known.has(region));
  if (added.length === 0 || replicas.origins.length + added.length > ORIGINS_MAX) return record;
  return { ...record, replicas: { ...replicas, origins: [...replicas.origins, ...added] } };
}
