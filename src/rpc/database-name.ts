/** AWS's form of a Region's name: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. It has no slash, and ends in a digit. */
const REGION = /^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Far more than anybody needs, and less than any browser's limits. */
const NAME_LENGTH_MAX = 255;

export const isRegionName = (value: unknown): boolean =>
  typeof value === 'string' && REGION.test(value);

/** A lone surrogate has no bytes of its own: browsers write it as they please. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Any text, slashes too. */
export const isDatabaseName = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= NAME_LENGTH_MAX &&
  !LONE_SURROGATE.test(value);

/**
 * The IndexedDB database that holds one Region of a database. No two share one: a Region's name has no slash, so that the last
 * slash is where it begins.
 */
export const databaseNameOf = ({
  name,
  region,
}: {
  readonly name: string;
  readonly region: string;
}): string => `hashrange/${name}/${region}`;

/** What {@link databaseNameOf} was given; undefined for a database of somebody else's. */
export function readDatabaseName(
  text: string,
): { readonly name: string; readonly region: string } | undefined {
  const [, name, region] = /^hashrange\/(.+)\/([^/]+)$/s.exec(text) ?? [];
  return name === undefined || region === undefined ? undefined : { name, region };
}
