/** Tabs that ask another one talk to its worker over a port, by way of a broker, whatever worker the page may run. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { step } from '../sdk/step.ts';
import { call } from './page-calls.ts';

interface Posts {
  readonly channel: number;
  readonly port: number;
}

/** Counts, in the page, what leaves it by the two ways. */
async function countPosts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const posts = { channel: 0, port: 0 };
    const count = (type: typeof BroadcastChannel | typeof MessagePort, way: keyof Posts): void => {
      const post = Reflect.get(type.prototype, 'postMessage') as (...message: unknown[]) => void;
      const counting = new Proxy(post, {
        apply: (counted, port, message) => {
          posts[way]++;
          Reflect.apply(counted, port, message);
        },
      });
      Reflect.set(type.prototype, 'postMessage', counting);
    };
    count(BroadcastChannel, 'channel');
    count(MessagePort, 'port');
    Object.assign(globalThis, { posts });
  });
}

const postsOf = (page: Page): Promise<Posts> =>
  page.evaluate(() => ({ ...(globalThis as unknown as { readonly posts: Posts }).posts }));

/** By which ways a request leaves. */
async function waysOf(page: Page, request: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await postsOf(page);
  await request();
  const after = await postsOf(page);
  return (['channel', 'port'] as const).filter((way) => after[way] > before[way]);
}

for (const mount of ['pages', 'strict', 'trusted']) {
  test(`a worker that is a file, under /${mount}/`, async ({ context, baseURL }) => {
    const open = async (): Promise<Page> => {
      const page = await context.newPage();
      await countPosts(page);
      await page.goto(`${baseURL ?? ''}${mount}/tabs.html`);
      await call(page, 'open', 'ports');
      return page;
    };
    const owner = await open();
    const follower = await open();
    const ask = (): Promise<unknown> => call(follower, 'status');
    await expect.poll(() => waysOf(follower, ask)).toEqual(['port']);
    // Aside and back: it is welcomed anew, and takes a new port.
    const { epoch } = await call(follower, 'status');
    await follower.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await expect.poll(() => waysOf(follower, ask)).toEqual(['port']);
    expect(await call(follower, 'status')).toEqual({ role: 'follower', epoch, tabs: 2 });
    // A third tab's broker is the one that the first gave its port to.
    const third = await open();
    await owner.close();
    await call(follower, 'nextOwner', epoch);
    const asker = (await call(third, 'status')).role === 'follower' ? third : follower;
    await expect.poll(() => waysOf(asker, () => call(asker, 'status'))).toEqual(['port']);
  });
}

test('a worker that is part of the library', async ({ context, baseURL }) => {
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    await countPosts(page);
    await page.goto(`${baseURL ?? ''}pages/client.html`);
    return page;
  };
  const owner = await open();
  await step(owner, 'createTable');
  const follower = await open();
  const ask = (): Promise<unknown> => step(follower, 'putAndGet');
  await expect.poll(() => waysOf(follower, ask)).toEqual(['port']);
});
