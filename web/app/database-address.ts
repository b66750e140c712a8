/** What the query of the page's address says: `?database=notes&regions=us-east-1,eu-west-1&region=eu-west-1`. */
export interface Address {
  readonly database: string;
  /** Regions to open, at least one, each once. */
  readonly regions: readonly string[];
  /** The one of them that is looked at. */
  readonly region: string;
}

/** A Region of a database that the browser keeps. */
interface Stored {
  readonly name: string;
  readonly region: string;
}

const DEFAULT_DATABASE = 'default';
const DEFAULT_REGION = 'us-east-1';

/** What the address leaves open is taken from what is `stored`: a look at an app's data makes nothing of its own there. */
export function readAddress(search: string, stored: readonly Stored[]): Address {
  const parameters = new URLSearchParams(search);
  const listed = (parameters.get('regions') ?? '').split(',').map((name) => name.trim());
  const named = parameters.get('region')?.trim() ?? '';
  const regions = [...new Set([...listed, named].filter((name) => name !== ''))];
  const database = parameters.get('database') ?? preferred(namesOf(stored), DEFAULT_DATABASE);
  const [first = preferred(regionsOf(stored, database), DEFAULT_REGION)] = regions;
  return {
    database,
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

export function namesOf(stored: readonly Stored[]): readonly string[] {
  return [...new Set(stored.map(({ name }) => name))];
}

export function regionsOf(stored: readonly Stored[], database: string): readonly string[] {
  return stored.filter(({ name }) => name === database).map(({ region }) => region);
}

function preferred(known: readonly string[], usual: string): string {
  const [first = usual] = known;
  return known.includes(usual) ? usual : first;
}
