import { describe, expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import type { HashrangeError, LostStore } from '../../client/errors.ts';
import type { OpeningProgress, OpenOptions } from '../../client/open.ts';
import { destroyInWorker, openInWorker } from '../../client/open.ts';

const workers: Worker[] = [];

function spawn(): Worker {
  const worker = new Worker(new URL('../../../worker/main.ts', import.meta.url), {
    type: 'module',
  });
  workers.push(worker);
  return worker;
}

/** One that hangs when it hears the word. */
function spawnHanging(): Worker {
  const { href } = new URL('../../../worker/main.ts', import.meta.url);
  const hangs = 'addEventListener("message", ({ data }) => { if (data === "hang") for (;;); });';
  const text = new Blob([`import ${JSON.stringify(href)};${hangs}`], { type: 'text/javascript' });
  const worker = new Worker(URL.createObjectURL(text), { type: 'module' });
  workers.push(worker);
  return worker;
}

const freshName = (): string => `test-${crypto.randomUUID()}`;

const open = (name: string, options: OpenOptions = {}): Promise<Database> =>
  openInWorker(name, options, [{ spawn }]);

const destroy = (name: string): Promise<void> => destroyInWorker(name, {}, [{ spawn }]);

const put = (db: Database, id: string): Promise<unknown> =>
  db.send('PutItem', { TableName: 'notes', Item: { id: { S: id } } });

async function count(db: Database): Promise<unknown> {
  const { Count } = await db.send('Scan', { TableName: 'notes', Select: 'COUNT' });
  return Count;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function lossOf(opening: Promise<unknown>): Promise<LostStore> {
  const { lost } = (await failureOf(opening)) as HashrangeError;
  if (lost === undefined) throw new Error('nothing is told to be lost');
  return lost;
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });
}

/** As another script of the site, or a developer tool, does it. */
const deleteDatabase = (name: string): Promise<unknown> =>
  promised(indexedDB.deleteDatabase(`hashrange/${name}/us-east-1`));

/** What the worker's own uncaught error does to the page. */
function kill(worker: Worker): void {
  worker.terminate();
  worker.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
}

describe('a database in a worker', () => {
  it('keeps what it acknowledged for the next opening', async () => {
    const name = freshName();
    const db = await open(name);
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(db, String(i))));
    await db.close();
    await db.close();

    const again = await open(name);
    expect(await count(again)).toBe(300);
    expect((await again.scrub()).damaged).toEqual([]);
    await again.flushed();
    const stats = await again.stats();
    expect(stats.hardenedLsn).toBe(stats.appendedLsn);
    await again.destroy();
  });

  it('tells how far it is while it replays its log', async () => {
    const name = freshName();
    const db = await open(name);
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(db, String(i))));
    kill(workers.at(-1)!);
    await db.close();

    const told: OpeningProgress[] = [];
    const again = await open(name, { onOpening: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(1);
    expect(told.every(({ region }) => region === 'us-east-1')).toBe(true);
    expect(told[0]?.done).toBe(0);
    const { done, total } = told.at(-1)!;
    expect(done).toBe(total);
    expect(total).toBeGreaterThan(0);
    await again.destroy();
  });

  it('is shared by two handles of one name, and ends with the last', async () => {
    const name = freshName();
    const before = workers.length;
    const [first, second] = await Promise.all([open(name), open(name)]);
    expect(workers.length).toBe(before + 1);
    await first.ensureTable({ TableName: 'notes', pk: 'id' });
    await first.close();
    expect(await count(second)).toBe(0);
    await second.destroy();
  });

  it('asks a new worker what a dead one has not answered', async () => {
    const db = await open(freshName());
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    await put(db, 'before');
    const list = db.send('ListTables', {});
    const stats = db.stats();
    kill(workers.at(-1)!);
    expect(await list).toEqual({ TableNames: ['notes'] });
    expect(await stats).toMatchObject({ state: 'open', role: 'owner', tabs: 1 });
    expect(await count(db)).toBe(1);
    await db.destroy();
  });

  it('applies once what a dead worker may have applied', async () => {
    const db = await open(freshName());
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    const add = (): Promise<unknown> =>
      db.send('UpdateItem', {
        TableName: 'notes',
        Key: { id: { S: 'counter' } },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      });
    let added = 0;
    for (let death = 0; death < 5; death++) {
      const adds = Array.from({ length: 200 }, add);
      await Promise.race(adds);
      kill(workers.at(-1)!);
      await Promise.all(adds);
      added += adds.length;
    }
    const { Item } = await db.send('GetItem', {
      TableName: 'notes',
      Key: { id: { S: 'counter' } },
    });
    expect(Item?.['n']?.N).toBe(String(added));
    await db.destroy();
  });

  it('answers requests of a dead worker as undecided where the database was in its memory', async () => {
    const db = await open(freshName(), { storage: 'memory' });
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    const open500 = db.request('DynamoDB_20120810.ListTables', '{}');
    const openStats = failureOf(db.stats());
    kill(workers.at(-1)!);
    const { status, body } = await open500;
    expect(status).toBe(500);
    expect(JSON.parse(body).__type).toBe('com.amazonaws.dynamodb.v20120810#InternalServerError');
    expect(await openStats).toMatchObject({ name: 'HashrangeError', code: 'worker' });
    expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
    await db.close();
  });

  it('learns of a worker that died without a word', async () => {
    const db = await open(freshName());
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    await put(db, 'before');
    workers.at(-1)!.terminate();
    expect(await count(db)).toBe(1);
    await db.destroy();
  });

  it('takes the database from a tab that holds its lock and is not heard', async () => {
    const name = freshName();
    const held = failureOf(
      navigator.locks.request(`hashrange/${name}/us-east-1`, () => new Promise(() => undefined)),
    );
    const db = await open(name);
    expect(await held).toMatchObject({ name: 'AbortError' });
    await db.destroy();
  });

  it('gives the lock up when the page goes into the back/forward cache and takes it again after', async () => {
    const db = await open(freshName());
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    await put(db, 'before');
    const before = workers.length;
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    const lock = `hashrange/${db.name}/${db.region}`;
    const heldLocks = async (): Promise<unknown> =>
      (await navigator.locks.query()).held?.map(({ name }) => name);
    await expect.poll(heldLocks).not.toContain(lock);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(await count(db)).toBe(1);
    expect(workers.length).toBe(before + 1);
    await db.destroy();
  });

  it('reports a store that the browser has lost, and makes no new one in its place', async () => {
    const name = freshName();
    const db = await open(name);
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    const stats = await db.stats();
    await db.close();
    await deleteDatabase(name);
    const { storeId } = await lossOf(open(name));
    expect(storeId).toBe(stats.storeId);
    // Again, and also for who accepts another loss.
    expect((await lossOf(open(name, { acceptLoss: 'another' }))).storeId).toBe(storeId);
    expect((await lossOf(open(name))).lastOpened).toMatch(/^\d{4}-\d\d-\d\d$/);
    await (await open(name, { acceptLoss: storeId })).close();
    const anew = await open(name);
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: [] });
    await anew.destroy();
  });

  it('tells of the loss whoever opens it again in this page, also when the site data are cleared', async () => {
    const name = freshName();
    const db = await open(name);
    const { storeId } = await db.stats();
    localStorage.clear();
    await deleteDatabase(name);
    const told = (await failureOf(db.send('ListTables', {}))) as HashrangeError;
    expect(told).toMatchObject({ code: 'storage-lost', lost: { storeId } });
    expect((await lossOf(open(name))).storeId).toBe(storeId);
    await destroy(name);
    await (await open(name)).destroy();
  });

  it('is destroyed from outside, for every handle', async () => {
    const name = freshName();
    const [first, second] = await Promise.all([open(name), open(name)]);
    await first.ensureTable({ TableName: 'notes', pk: 'id' });
    await destroy(name);
    for (const db of [first, second])
      expect(await failureOf(db.send('ListTables', {}))).toMatchObject({ code: 'destroyed' });
    const anew = await open(name);
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: [] });
    await anew.close();
    await destroy(name);
    await destroy(name);
    const names = (await indexedDB.databases()).map(({ name: each }) => each);
    expect(names).not.toContain(`hashrange/${name}/us-east-1`);
  });

  const foreign = async (name: string, version: number): Promise<void> => {
    (await promised(indexedDB.open(`hashrange/${name}/us-east-1`, version))).close();
  };
  it.each<{ state: string; spoil: (name: string) => Promise<unknown> }>([
    { state: 'lost', spoil: deleteDatabase },
    { state: 'of a higher version', spoil: (name) => foreign(name, 7) },
    {
      state: 'without its object stores',
      spoil: (name) => deleteDatabase(name).then(() => foreign(name, 1)),
    },
  ])('can be destroyed also when it is $state, and is empty afterwards', async ({ spoil }) => {
    const name = freshName();
    await (await open(name)).close();
    await spoil(name);
    expect(await failureOf(open(name))).toBeInstanceOf(Error);
    await destroy(name);
    const anew = await open(name);
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: [] });
    await anew.destroy();
  });

  it('is empty when it is opened while it is being destroyed, and whole while it is being closed', async () => {
    const name = freshName();
    const db = await open(name);
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    void db.close();
    const again = await open(name);
    expect(await again.send('ListTables', {})).toEqual({ TableNames: ['notes'] });
    const other = await open(name);
    void again.destroy();
    const [anew] = await Promise.all([open(name), other.destroy()]);
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: [] });
    await anew.ensureTable({ TableName: 'kept', pk: 'id' });
    expect(await failureOf(other.send('ListTables', {}))).toMatchObject({ code: 'destroyed' });
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: ['kept'] });
    await anew.destroy();
  });

  it('is destroyed although its worker hangs', { timeout: 60_000 }, async () => {
    const name = freshName();
    const db = await openInWorker(name, {}, [{ spawn: spawnHanging }, { spawn }]);
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    workers.at(-1)!.postMessage('hang');
    await db.destroy();
    const anew = await open(name);
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: [] });
    await anew.destroy();
  });

  it(
    'is closed although its worker hangs, as soon as that is ended',
    { timeout: 60_000 },
    async () => {
      const name = freshName();
      const db = await openInWorker(name, {}, [{ spawn: spawnHanging }]);
      await db.ensureTable({ TableName: 'notes', pk: 'id' });
      workers.at(-1)!.postMessage('hang');
      const startMs = performance.now();
      expect(await failureOf(db.close())).toMatchObject({ code: 'worker' });
      expect(performance.now() - startMs).toBeLessThan(20_000);
      const again = await open(name);
      expect(await again.send('ListTables', {})).toEqual({ TableNames: ['notes'] });
      await again.destroy();
    },
  );

  it(
    'opens in the next worker where the first hangs before it says a word',
    { timeout: 60_000 },
    async () => {
      const hung = (): Worker =>
        new Worker(URL.createObjectURL(new Blob(['for (;;);'], { type: 'text/javascript' })));
      const db = await openInWorker(freshName(), {}, [{ spawn: hung }, { spawn }]);
      expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
      await db.destroy();
    },
  );

  it('goes on being destroyed by whoever opens it when that was cut short', async () => {
    const name = freshName();
    const db = await open(name);
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    await db.close();
    const raw = await promised(indexedDB.open(`hashrange/${name}/us-east-1`));
    const tx = raw.transaction('meta', 'readwrite');
    tx.objectStore('meta').put(new Uint8Array([1]).buffer, 'condemned');
    await new Promise((resolve) => {
      tx.oncomplete = resolve;
    });
    raw.close();
    const anew = await open(name);
    expect(await anew.send('ListTables', {})).toEqual({ TableNames: [] });
    await anew.destroy();
  });

  it('tries the next worker where the first cannot run', async () => {
    const refused = (): Worker => new Worker('/there-is-no-such-worker.js', { type: 'module' });
    const db = await openInWorker(freshName(), { storage: 'memory' }, [
      { spawn: refused },
      { spawn },
    ]);
    expect(await db.send('ListTables', {})).toEqual({ TableNames: [] });
    await db.close();
    const failure = await failureOf(openInWorker(freshName(), {}, [{ spawn: refused }]));
    expect(failure).toMatchObject({ name: 'HashrangeError', code: 'worker' });
  });

  it('does not start a request that was aborted in time, and goes on with the others', async () => {
    const db = await open(freshName(), { storage: 'memory' });
    const controller = new AbortController();
    const aborted = failureOf(
      db.send(
        'CreateTable',
        {
          TableName: 'never',
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        },
        { signal: controller.signal },
      ),
    );
    const others = db.send('ListTables', {});
    controller.abort();
    expect(await aborted).toMatchObject({ name: 'AbortError' });
    expect(await others).toEqual({ TableNames: [] });
    await db.close();
  });
});
