import { expect, it } from 'vitest';
import { openInWorker } from '../../client/open.ts';

/** Options that the page passes on as they come, for the worker to look at. */
const WRONG: readonly (readonly [string, object])[] = [
  ['storage', { storage: 'disk' }],
  ['storage', { storage: null }],
  ['durability', { durability: 'lazy' }],
  ['durability', { durability: ['strict'] }],
  ['account', { account: '1' }],
  ['account', { account: 123456789012 }],
  ['cacheBytes', { cacheBytes: 0 }],
  ['cacheBytes', { cacheBytes: Number.NaN }],
  ['cacheBytes', { cacheBytes: '64' }],
  ['ttl.sweepEveryMs', { ttl: { sweepEveryMs: -1 } }],
  ['ttl.sweepEveryMs', { ttl: { sweepEveryMs: '1s' } }],
];

const spawn = (): Worker =>
  new Worker(new URL('../../../worker/main.ts', import.meta.url), { type: 'module' });

it.each(WRONG)(
  'a worker refuses %s of no valid form, and leaves nothing: %o',
  async (what, options) => {
    const name = `test-${crypto.randomUUID()}`;
    const opening = openInWorker(name, options, [{ spawn }]);
    await expect(opening).rejects.toMatchObject({
      name: 'HashrangeError',
      code: 'invalid-options',
      message: expect.stringMatching(
        `^open\\(\\) takes as ${what} .+, and was given .+\\.$`,
      ) as unknown,
    });

    const stored = (await indexedDB.databases()).map((each) => each.name ?? '');
    expect(stored.filter((each) => each.includes(name))).toEqual([]);
    const { held = [], pending = [] } = await navigator.locks.query();
    expect([...held, ...pending].filter((lock) => lock.name?.includes(name))).toEqual([]);
    const db = await openInWorker(name, {}, [{ spawn }]);
    expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
    await db.destroy();
  },
);
