import { Database } from './database.ts';

/** The options that name the Regions of a database that a handle opens. */
export interface RegionNames {
  readonly region: string;
  /** Further Regions. */
  readonly regions?: readonly string[] | undefined;
}

/** Each once, the first one first. */
export const regionNames = ({ region, regions = [] }: RegionNames): readonly string[] => [
  ...new Set([region, ...regions]),
];

/** Opens every Region, and answers one handle on all of them; the first is the one that requests go to which name none. */
export async function openRegions(
  named: RegionNames,
  openOne: (region: string) => Promise<Database>,
): Promise<Database> {
  const opened = await Promise.allSettled(regionNames(named).map(openOne));
  const databases = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = opened.find((each) => each.status === 'rejected');
  const [first, ...others] = databases;
  if (failed !== undefined || first === undefined) {
    await Promise.allSettled(databases.map((database) => database.close()));
    throw failed?.reason;
  }
  return others.length === 0 ? first : first.together(others);
}
