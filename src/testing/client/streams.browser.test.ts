import { describe, expect, it } from 'vitest';
import type { Database } from '../../client/database.ts';
import { openInWorker } from '../../client/open.ts';
import type { ItemImage } from '../../client/stream/stream-record.ts';
import { tabLocks } from '../../client/browser/tab-locks.ts';
import type { TriggerEvent } from '../../client/trigger/trigger-event.ts';

const workers: Worker[] = [];

function spawn(): Worker {
  const worker = new Worker(new URL('../../../worker/main.ts', import.meta.url), {
    type: 'module',
  });
  workers.push(worker);
  return worker;
}

const open = (name: string): Promise<Database> => openInWorker(name, {}, [{ spawn }]);
const freshName = (): string => `test-${crypto.randomUUID()}`;
const keyOf = (id: string): ItemImage => ({ pk: { S: 'p' }, id: { S: id } });
const put = (db: Database, id: string): Promise<unknown> =>
  db.send('PutItem', { TableName: 'notes', Item: keyOf(id) });
const idsOf = ({ Records }: TriggerEvent): string[] =>
  Records.map(({ dynamodb }) => dynamodb.Keys['id']?.S ?? '');

async function openWithStream(name: string): Promise<Database> {
  const db = await open(name);
  await db.ensureTable({ TableName: 'notes', pk: 'pk', sk: 'id' });
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
  await db.send('UpdateTable', { TableName: 'notes', StreamSpecification });
  return db;
}

/** What the worker's own uncaught error does to the page. */
function kill(worker: Worker): void {
  worker.terminate();
  worker.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
}

describe('tails and triggers on a database in a worker', () => {
  it('go on behind what was handled and confirmed when the database is opened again', async () => {
    const name = freshName();
    const before = await openWithStream(name);
    const seen: string[] = [];
    const options = { table: 'notes', from: 'TRIM_HORIZON' };
    const trigger = before.trigger('x', options, (event) => seen.push(...idsOf(event)));
    for (const id of ['1', '2']) await put(before, id);
    const tail = before.stream('notes', { from: 'TRIM_HORIZON', consumer: 'c' });
    const { value: first } = await tail.next();
    if (first === undefined) throw new Error('the tail ended');
    await first.confirm();
    await trigger.idle();
    await before.close();
    expect((await tail.next()).done).toBe(true);

    const after = await open(name);
    await put(after, '3');
    await after.trigger('x', options, (event) => seen.push(...idsOf(event))).idle();
    expect(seen).toEqual(['1', '2', '3']);
    const again = after.stream('notes', { consumer: 'c' });
    expect((await again.next()).value?.record.dynamodb.Keys).toEqual(keyOf('2'));
    await after.destroy();
  });

  it('outlive the worker', async () => {
    const db = await openWithStream(freshName());
    const seen: string[] = [];
    const options = { table: 'notes', from: 'TRIM_HORIZON' };
    const trigger = db.trigger('x', options, (event) => seen.push(...idsOf(event)));
    const tail = db.stream('notes', { from: 'TRIM_HORIZON' });
    await put(db, '1');
    await tail.next();
    await trigger.idle();
    const waiting = tail.next();
    const worker = workers.at(-1);
    if (worker === undefined) throw new Error('no worker was made');
    kill(worker);
    await put(db, '2');
    expect((await waiting).value?.record.dynamodb.Keys).toEqual(keyOf('2'));
    await trigger.idle();
    expect(seen).toEqual(['1', '2']);
    expect(trigger.stats()).toMatchObject({ state: 'running', gaps: 0 });
    await db.destroy();
  });
});

describe('a lock among tabs', () => {
  it('is held by one of all who ask by its name, until it is let go', async () => {
    const scope = freshName();
    const { signal } = new AbortController();
    const release = await tabLocks(scope).take('a', signal);
    const order: string[] = [];
    const second = tabLocks(scope)
      .take('a', signal)
      .then((letGo) => {
        order.push('taken');
        letGo();
      });
    (await tabLocks(scope).take('b', signal))();
    (await tabLocks(freshName()).take('a', signal))();
    order.push('released');
    release();
    await second;
    expect(order).toEqual(['released', 'taken']);
  });

  it('is not waited for any more when the signal aborts', async () => {
    const locks = tabLocks(freshName());
    const release = await locks.take('a', new AbortController().signal);
    const impatient = new AbortController();
    const refused = locks.take('a', impatient.signal);
    impatient.abort();
    await expect(refused).rejects.toMatchObject({ name: 'AbortError' });
    release();
    (await locks.take('a', new AbortController().signal))();
  });
});
