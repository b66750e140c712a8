import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../database/connection.svelte.ts';
import type { WireItem } from '../../../values/attribute-value.ts';
import type { JsonObject } from '../../../values/json-text.ts';
import { BYTES_KEPT, ROWS_KEPT, Runner } from './runner.svelte.ts';

const KEY = { pk: { S: 'a' } };

interface Answer {
  readonly body?: JsonObject;
  readonly bytes?: number;
  readonly failure?: Exchange['failure'];
}

/** Answers what it is told, in order; keeps what it was asked. */
class FakeConnection {
  readonly asked: { operation: string; request: JsonObject }[] = [];
  readonly answers: (Answer | Promise<Answer>)[] = [];

  async call(operation: string, requestText: string): Promise<Exchange> {
    this.asked.push({ operation, request: JSON.parse(requestText) as JsonObject });
    const { body = {}, bytes = 1, failure } = await (this.answers.shift() ?? {});
    return {
      region: 'us-east-1',
      operation,
      requestText,
      startedAt: new Date(0),
      ms: 1,
      status: failure === undefined ? 200 : 400,
      responseText: '',
      responseBytes: bytes,
      body,
      failure,
    };
  }
}

function made(): { connection: FakeConnection; runner: Runner } {
  const connection = new FakeConnection();
  return { connection, runner: new Runner(connection, () => ['pk']) };
}

function page(count: number, isLast = false): Answer {
  const Items = Array.from({ length: count }, () => KEY);
  const counts = { Count: count, ScannedCount: count };
  return { body: { Items, ...counts, ...(isLast ? {} : { LastEvaluatedKey: KEY }) } };
}

describe('what was read', () => {
  it('is kept up to a number of rows, in whole pages, counted from the first row ever', async () => {
    const { connection, runner } = made();
    connection.answers.push(...Array.from({ length: 25 }, () => page(1_000)));
    await runner.run('Scan', '{"TableName":"notes"}');
    for (let pages = 2; pages <= 25; pages += 1) await runner.continue();
    expect(runner.rows).toHaveLength(ROWS_KEPT);
    expect(runner.letGo).toBe(25_000 - ROWS_KEPT);
    expect(runner.rows.at(-1)?.id).toBe(24_999);
    expect(runner.figures).toMatchObject({ returned: 25_000, pages: 25 });
    expect(runner.grid.shown[0]?.id).toBe(24_000);
  });

  it('is kept up to a number of bytes, the latest page always', async () => {
    const { connection, runner } = made();
    connection.answers.push({ ...page(3), bytes: BYTES_KEPT }, { ...page(2), bytes: BYTES_KEPT });
    await runner.run('Scan', '{}');
    await runner.continue();
    expect(runner.rows).toHaveLength(2);
    expect(runner.letGo).toBe(3);
  });

  it('is let go on leaving, also what comes too late, and read again on coming back', async () => {
    const { connection, runner } = made();
    connection.answers.push(page(2));
    await runner.run('Scan', '{"TableName":"notes"}');
    let answer: (answer: Answer) => void = () => undefined;
    connection.answers.push(new Promise((resolve) => (answer = resolve)), page(1));
    const late = runner.continue();
    runner.leave();
    expect(runner.rows).toEqual([]);
    await runner.readAgain();
    answer(page(5));
    await late;
    expect(runner.rows).toHaveLength(1);
    expect(runner.running).toBe(false);
  });

  it('stays when going on fails, and can be gone on from', async () => {
    const { connection, runner } = made();
    const failure = { type: 'x#ThrottlingException', message: '' };
    connection.answers.push(page(2), { failure }, page(1, true));
    await runner.run('Scan', '{}');
    await runner.continue();
    expect(runner.failure).toEqual(failure);
    expect(runner.rows).toHaveLength(2);
    await runner.continue();
    expect(runner.rows).toHaveLength(3);
    expect(runner.next).toBeUndefined();
    expect(connection.asked.map(({ request }) => request)).toEqual([
      {},
      { ExclusiveStartKey: KEY },
      { ExclusiveStartKey: KEY },
    ]);
  });

  it('stays beside the answer to a write, and says that it is older', async () => {
    const { connection, runner } = made();
    connection.answers.push(page(2, true), { body: { Attributes: KEY } });
    await runner.run('Scan', '{}');
    await runner.run('PutItem', '{"TableName":"notes","ReturnValues":"ALL_OLD"}');
    expect(runner.rows).toHaveLength(2);
    expect(runner.written).toMatchObject({ items: 1 });
    expect(runner.isStale).toBe(true);
    connection.answers.push(page(3, true));
    await runner.readAgain();
    expect(runner.isStale).toBe(false);
    expect(connection.asked.at(-1)).toEqual({ operation: 'Scan', request: {} });
  });
});

it('a row of a part of an item shows the new values of that part, a whole one the whole', async () => {
  const { connection, runner } = made();
  const before: WireItem = { ...KEY, note: { S: 'old' }, gone: { S: 'x' } };
  const Items = [before, { ...KEY, note: { S: 'old' } }];
  connection.answers.push({ body: { Items } });
  await runner.run('Scan', '{}');
  const after = { ...KEY, note: { S: 'new' }, more: { N: '1' } };
  runner.replace(() => true, before, after);
  expect(runner.rows.map(({ item, since }) => ({ item, since }))).toEqual([
    { item: after, since: 'written' },
    { item: { ...KEY, note: { S: 'new' } }, since: 'written' },
  ]);
});

it('a row of an item that was deleted stays as it was read, until the item is written anew', async () => {
  const { connection, runner } = made();
  connection.answers.push({
    body: { Items: [{ ...KEY, note: { S: 'old' } }, { pk: { S: 'b' } }] },
  });
  await runner.run('Scan', '{}');
  const isOfItem = ({ item }: { readonly item: WireItem }): boolean => item['pk'] === KEY.pk;
  runner.markDeleted(isOfItem);
  expect(runner.rows.map(({ since }) => since)).toEqual(['deleted', 'nothing']);
  expect(runner.rows[0]?.item).toEqual({ ...KEY, note: { S: 'old' } });
  runner.replace(isOfItem, undefined, { ...KEY, note: { S: 'new' } });
  expect(runner.rows[0]).toMatchObject({ item: { note: { S: 'new' } }, since: 'written' });
});
