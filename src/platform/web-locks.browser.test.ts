import { locksContract } from '../testing/contracts/locks.ts';
import { inRealTime } from '../testing/contracts/until.ts';
import { webLocks } from './web-locks.ts';

/** A lock manager as another client has it, and a lock that tells who that is. */
async function tab(of: Window & typeof globalThis): Promise<ReturnType<typeof webLocks>> {
  const own = `own ${crypto.randomUUID()}`;
  const { locks } = of.navigator;
  await new Promise<void>((granted) => {
    void locks.request(own, () => {
      granted();
      return new Promise(() => undefined);
    });
  });
  return webLocks(locks, own);
}

locksContract('Web Locks (browser)', async () => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const { contentWindow } = frame;
  if (contentWindow === null) throw new Error('the frame has no window');
  const other = contentWindow as Window & typeof globalThis;
  return { tabs: [await tab(window), await tab(other)], until: inRealTime };
});
