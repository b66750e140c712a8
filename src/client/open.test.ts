import { describe, expect, it } from 'vitest';
import { open as openInMemory, openMemory } from '../memory/index.ts';
import type { OpenOptions } from './open.ts';
import { openInWorker } from './open.ts';

const REGIONS = ['', 'US EAST', 'US-EAST-1', 'a/b', 'us-east', 'us_east_1', 'us-east-1/', 7, null];

/** Options of no valid form, each with the name that the refusal must give. */
const WRONG: readonly (readonly [string, object])[] = [
  ...REGIONS.map((region) => ['region', { region }] as const),
  ...REGIONS.map((region) => ['regions', { regions: ['us-east-1', region] }] as const),
  ['regions', { regions: 'us-east-1' }],
  ['account', { account: '1' }],
  ['account', { account: '00000000000\u0661' }],
  ['account', { account: 123456789012 }],
  ['cacheBytes', { cacheBytes: 0 }],
  ['cacheBytes', { cacheBytes: Number.NaN }],
  ['cacheBytes', { cacheBytes: '64' }],
  ['durability', { durability: 'lazy' }],
  ['durability', { durability: null }],
  ['account', { account: null }],
  ['cacheBytes', { cacheBytes: null }],
  ['ttl', { ttl: 5 }],
  ['ttl', { ttl: null }],
  ['ttl.sweepEveryMs', { ttl: { sweepEveryMs: -1 } }],
  ['ttl.sweepEveryMs', { ttl: { sweepEveryMs: '1s' } }],
  ['ttl.sweepEveryMs', { ttl: { sweepEveryMs: null } }],
  ['worker', { worker: 'worker.js' }],
];

const NAMES = ['', 'x'.repeat(256), 'a\uD800', 7, null, {}];

const refusal = (what: string): unknown =>
  expect.objectContaining({
    name: 'HashrangeError',
    code: 'invalid-options',
    message: expect.stringMatching(
      `^open\\(\\) takes as ${what} .+, and was given .+\\.$`,
    ) as unknown,
  });

let workers = 0;
const inWorker = (name: unknown, options: unknown): Promise<unknown> =>
  openInWorker(name as string, options as OpenOptions, [
    {
      spawn: () => {
        workers++;
        throw new Error('nothing may start');
      },
    },
  ]);

describe('an option of no valid form', () => {
  it.each(WRONG)('is refused by every entry, by its name: %s', async (what, options) => {
    await expect(openInMemory('notes', options)).rejects.toEqual(refusal(what));
    await expect(openMemory(options)).rejects.toEqual(refusal(what));
  });

  it.each(WRONG.filter(([what]) => /^(region|ttl$|worker)/.test(what)))(
    'starts no worker: %s',
    async (what, options) => {
      await expect(inWorker('notes', options)).rejects.toEqual(refusal(what));
      expect(workers).toBe(0);
    },
  );

  it.each(NAMES)('may be the name of the database: %j', async (name) => {
    await expect(inWorker(name, {})).rejects.toEqual(refusal('name'));
    await expect(openInMemory(name as string)).rejects.toEqual(refusal('name'));
  });

  it('may be the options themselves', async () => {
    await expect(inWorker('notes', null)).rejects.toEqual(refusal('options'));
    await expect(openMemory('us-east-1' as unknown as object)).rejects.toEqual(refusal('options'));
  });
});

describe('an option of valid form', () => {
  it.each([
    { region: 'us-gov-west-1', regions: ['cn-north-1', 'us-iso-east-1', 'eusc-de-east-1'] },
    { account: '123456789012', cacheBytes: 1, ttl: { sweepEveryMs: Number.POSITIVE_INFINITY } },
    { region: undefined, regions: [], ttl: {}, durability: 'strict' as const },
  ])('is taken: %j', async (options) => {
    await using db = await openMemory(options as object);
    expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
  });
});

describe('where there is no browser', () => {
  it('opening says so, and what to do', async () => {
    await expect(inWorker('notes', {})).rejects.toMatchObject({
      name: 'HashrangeError',
      code: 'unsupported',
      message: expect.stringContaining("'hashrange/memory'") as unknown,
    });
    expect(workers).toBe(0);
  });
});
