import { describe, expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';

/** What this page and its worker touch of the browser, by its place in `globalThis`. */
type Member =
  'BroadcastChannel' | 'SharedWorker' | 'indexedDB' | 'localStorage' | 'navigator.locks';

/** In what way it is kept from them: it is not there, it throws when looked at, or when used. */
type Way = 'missing' | 'throws' | 'refuses';

/** Breaks one member. Complete in itself, for the worker runs its text. */
function withhold(member: Member, way: Way): () => void {
  const path = member.split('.');
  const name = path.pop() ?? '';
  const owner = path.reduce(
    (of, step) => of[step] as Record<string, unknown>,
    globalThis as unknown as Record<string, unknown>,
  );
  const refuse = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const refusing = new Proxy(function refused(): void {}, {
    construct: refuse,
    get: () => (): unknown =>
      name === 'locks' ? Promise.reject(new DOMException('Denied', 'SecurityError')) : refuse(),
  });
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {
    configurable: true,
    get: () => (way === 'throws' ? refuse() : way === 'missing' ? undefined : refusing),
  });
  return () => {
    Reflect.deleteProperty(owner, name);
    if (before !== undefined) Object.defineProperty(owner, name, before);
  };
}

const spawnBroken =
  (member: Member, way: Way): (() => Worker) =>
  () => {
    const breakage = `(${withhold.toString()})(${JSON.stringify(member)}, ${JSON.stringify(way)})`;
    const urlOf = (text: string): string =>
      URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const main = new URL('../../../worker/main.ts', import.meta.url).href;
    return new Worker(
      urlOf(`import ${JSON.stringify(urlOf(breakage))}; import ${JSON.stringify(main)};`),
      { type: 'module' },
    );
  };

const freshName = (): string => `refused-${crypto.randomUUID()}`;

/** What becomes of an opening in a browser that keeps one member from the page and its worker: `opens`, or the code. */
async function openWithout(
  member: Member,
  way: Way,
  storage: 'indexeddb' | 'memory',
): Promise<string> {
  const restore = withhold(member, way);
  let db: Database;
  try {
    db = await openInWorker(freshName(), { storage }, [{ spawn: spawnBroken(member, way) }]);
  } catch (error) {
    restore();
    const { name, code, message } = error as Error & { readonly code: string };
    expect(name).toBe('HashrangeError');
    expect(message).not.toMatch(/undefined|null|is not a/);
    return code;
  }
  try {
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    expect(await db.send('ListTables', {})).toEqual({ TableNames: ['notes'] });
    await db.destroy();
    return 'opens';
  } finally {
    restore();
  }
}

describe('where the browser keeps something from the page', () => {
  it.each<readonly [Member, Way, string]>([
    ['BroadcastChannel', 'missing', 'opens'],
    ['BroadcastChannel', 'refuses', 'storage-refused'],
    ['SharedWorker', 'refuses', 'opens'],
    ['indexedDB', 'missing', 'unsupported'],
    ['indexedDB', 'throws', 'storage-refused'],
    ['indexedDB', 'refuses', 'storage-refused'],
    ['localStorage', 'throws', 'opens'],
    ['localStorage', 'refuses', 'opens'],
    ['navigator.locks', 'missing', 'opens'],
    ['navigator.locks', 'refuses', 'storage-refused'],
  ])('%s %s: a database in memory opens, one in IndexedDB: %s', async (member, way, stored) => {
    expect(await openWithout(member, way, 'memory')).toBe('opens');
    expect(await openWithout(member, way, 'indexeddb')).toBe(stored);
  });
});
