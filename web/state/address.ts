/** What the query of the page's address says: `?database=notes&regions=us-east-1,eu-west-1&region=eu-west-1`. */
export interface Address {
  readonly database: string;
  /** Regions to open, at least one, each once. */
  readonly regions: readonly string[];
  /** The one of them that is looked at. */
  readonly region: string;
}

const DEFAULT_DATABASE = 'default';
const DEFAULT_REGION = 'us-east-1';

export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const listed = (parameters.get('regions') ?? '').split(',').map((name) => name.trim());
  const named = parameters.get('region')?.trim() ?? '';
  const regions = [...new Set([...listed, named].filter((name) => name !== ''))];
  const [first = DEFAULT_REGION] = regions;
  return {
    database: parameters.get('database') ?? DEFAULT_DATABASE,
    regions: regions.length === 0 ? [first] : regions,
    region: named === '' ? first : named,
  };
}

/** The query with the Regions of `address`, everything else left as it was. */
export function writeAddress(search: string, { regions, region }: Address): string {
  const parameters = new URLSearchParams(search);
  if (regions.length > 1) parameters.set('regions', regions.join(','));
  else parameters.delete('regions');
  parameters.set('region', region);
  return `?${parameters.toString().replaceAll('%2C', ',')}`;
}
