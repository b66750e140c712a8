import fc from 'fast-check';
import { expect, it } from 'vitest';
import { databaseNameOf, isDatabaseName, isRegionName } from './database-name.ts';
import {
  clientLock,
  commonChannel,
  consumerLock,
  privateChannel,
  workerLock,
} from './tab-messages.ts';

const REGION_TEXTS = ['us-east-1', 'eu-west-1', 'us-gov-west-1'];
/** Pieces of which one name may be made to look like another. */
const PIECE = fc.constantFrom('a', '/', 'steal', 'regions', 'trigger', '1', ...REGION_TEXTS);
const NAME = fc
  .oneof(
    fc.array(PIECE, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
    fc.string(),
  )
  .filter(isDatabaseName);
const REGION = fc.constantFrom(...REGION_TEXTS);
const DATABASE = fc.record({ name: NAME, region: REGION });
const CLIENT = fc.stringMatching(/^[0-9a-f]{32}$/);

/** Everything that a database is known by in the browser: its store and its lock, its channels, its other locks. */
const labelsOf = (database: string, name: string, client: string, other: string): string[] => [
  commonChannel(database),
  privateChannel(database, client, 1),
  `${database}/steal`,
  `hashrange/${name}/regions`,
  consumerLock(database, `trigger/${other}`),
  clientLock(client),
  workerLock(client),
];

it('databases of two names or Regions never share a store', () => {
  fc.assert(
    fc.property(DATABASE, DATABASE, (one, other) => {
      const isSame = one.name === other.name && one.region === other.region;
      expect(databaseNameOf(one) === databaseNameOf(other)).toBe(isSame);
    }),
    { numRuns: 5_000 },
  );
});

it('the lock of a database is no other lock or channel of any database', () => {
  fc.assert(
    fc.property(DATABASE, DATABASE, CLIENT, NAME, (one, other, client, trigger) => {
      const [, ...labels] = labelsOf(databaseNameOf(other), other.name, client, trigger);
      expect(labels).not.toContain(databaseNameOf(one));
    }),
    { numRuns: 5_000 },
  );
});

it.each([
  'us-east-1',
  'us-gov-west-1',
  'cn-north-1',
  'us-isob-east-1',
  'ap-southeast-7',
  'eusc-de-east-1',
])('%s is a name of a Region', (text) => {
  expect(isRegionName(text)).toBe(true);
});

it('stores of former releases keep their names', () => {
  expect(databaseNameOf({ name: 'a/b', region: 'eu-west-1' })).toBe('hashrange/a/b/eu-west-1');
});
