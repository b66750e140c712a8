/**
 * The sample as the console ships it (`scripts/build-sample.ts` says how it is packed), and how a place becomes an item.
 *
 * Keys are a hierarchy: partition key `country`, sort key `place` = `admin1#admin2#city#id`.
 */
export const SAMPLE_TABLE = 'cities';

export interface SampleManifest {
  readonly version: string;
  readonly places: number;
  readonly chunks: readonly SampleChunk[];
}

export interface SampleChunk {
  readonly file: string;
  readonly firstId: number;
  readonly places: number;
}

type Admin2Row = readonly [
  code: string,
  name: string,
  names: readonly string[],
  lats: readonly number[],
  lngs: readonly number[],
];
type Admin1Row = readonly [code: string, name: string, admin2s: readonly Admin2Row[]];
export type CountryRow = readonly [code: string, name: string, admin1s: readonly Admin1Row[]];

export const SAMPLE_TABLE_REQUEST = {
  TableName: SAMPLE_TABLE,
  AttributeDefinitions: [
    { AttributeName: 'country', AttributeType: 'S' },
    { AttributeName: 'place', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'country', KeyType: 'HASH' },
    { AttributeName: 'place', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

/** An optional text attribute: the source has places without a named division. */
function named(name: string, text: string): Readonly<Record<string, { readonly S: string }>> {
  return text === '' ? {} : { [name]: { S: text } };
}

/** The items of a chunk, in key order. */
export function* sampleItems(rows: readonly CountryRow[], firstId: number): Generator<object> {
  let id = firstId;
  for (const [country, countryName, admin1s] of rows) {
    for (const [admin1, admin1Name, admin2s] of admin1s) {
      for (const [admin2, admin2Name, cities, lats, lngs] of admin2s) {
        for (const [index, city] of cities.entries()) {
          yield {
            country: { S: country },
            place: { S: `${admin1}#${admin2}#${city}#${String(id)}` },
            city: { S: city },
            countryName: { S: countryName },
            ...named('admin1Name', admin1Name),
            ...named('admin2Name', admin2Name),
            lat: { N: String(lats[index]) },
            lng: { N: String(lngs[index]) },
            id: { N: String(id) },
          };
          id += 1;
        }
      }
    }
  }
}
