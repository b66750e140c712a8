import { expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';

const HOUR = 3_600_000;
const mine = (id: string): object => ({
  SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: id },
});

function encrypted(): ReturnType<typeof routerClient> & {
  readonly change: (id: string) => unknown;
  readonly refused: (id: string) => string;
} {
  const client = routerClient();
  client.call('CreateTable', tableBody('Music'));
  return {
    ...client,
    change: (id) => client.call('UpdateTable', { TableName: 'Music', ...mine(id) }),
    refused: (id) => client.failure('UpdateTable', { TableName: 'Music', ...mine(id) }),
  };
}

it('four changes in a day are free, then each waits six hours for the one before, until the day is over', () => {
  const { change, refused, world } = encrypted();
  for (const id of ['k-1', 'k-2', 'k-3', 'k-4']) {
    change(id);
    world.advance(HOUR);
  }
  expect(refused('k-5')).toBe(
    'LimitExceededException: Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ending ' +
      'at 2026-11-22T09:30:00.000Z. After the first 4 change, each subsequent change in the same window can be performed ' +
      'at most once every 21600 seconds. Number of updates today: 4. Last change at 2026-11-21T12:30:00.000Z. ' +
      'Next changes can be made at 2026-11-21T18:30:00.000Z.',
  );
  world.advance(5 * HOUR);
  change('k-5');
  expect(refused('k-6')).toContain('Number of updates today: 5.');
  world.advance(6 * HOUR);
  change('k-6');
  world.advance(6 * HOUR);
  change('k-7');
  // The day ends before six hours have passed.
  world.advance(2 * HOUR);
  expect(refused('k-8')).toContain('Next changes can be made at 2026-11-22T09:30:00.000Z.');
  world.advance(HOUR);
  for (const id of ['k-1', 'k-2', 'k-3', 'k-4']) change(id);
  expect(refused('k-5')).toContain('Number of updates today: 4.');
});

it('the quota comes before the key, is not spent by what is refused, and ends with the table', () => {
  const { change, refused, call } = encrypted();
  const elsewhere = 'arn:aws:kms:us-east-1:123456789012:key/k-1';
  for (let i = 0; i < 9; i++) expect(refused(elsewhere)).toContain('Invalid arn us-east-1');
  // The same key by its id is a change.
  for (let i = 0; i < 4; i++) change('k-1');
  expect(refused(elsewhere)).toContain('Encryption mode changes are limited');
  call('DeleteTable', { TableName: 'Music' });
  call('CreateTable', tableBody('Music'));
  change('k-1');
});

it('a change of which a clock that was ahead has noted the time does not count', () => {
  const { change, world } = encrypted();
  world.advance(400 * 24 * HOUR);
  for (let i = 0; i < 4; i++) change('k-1');
  world.advance(-400 * 24 * HOUR);
  change('k-1');
});
