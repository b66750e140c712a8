import { describe, expect, it } from 'vitest';
import type { HostTime } from '../../kernel/time.ts';
import type { OwnerMessage, PageMessage } from '../../rpc/protocol.ts';
import type { DatabaseEvent } from '../../wire/events.ts';
import { HashrangeError } from '../errors.ts';
import { readText } from '../read-answer.ts';
import type { OwnerLink } from './request-queue.ts';
import { RequestQueue } from './request-queue.ts';
import type { PageRequest, TextAnswer } from './wire-answer.ts';

interface Fixture {
  readonly queue: RequestQueue;
  readonly posted: PageMessage[];
  readonly give: (message: OwnerMessage) => void;
  /** Runs what was to run later. */
  readonly pass: () => void;
}

const linkTo = (posted: PageMessage[], window = Number.POSITIVE_INFINITY): OwnerLink => ({
  post: (message) => posted.push(message),
  window,
});

/** A queue whose owner is the test. */
function connected(window?: number, onWaiting?: () => void): Fixture {
  const posted: PageMessage[] = [];
  let later: (() => void)[] = [];
  const host: Pick<HostTime, 'after'> = {
    after: (_, job) => {
      later.push(job);
      return { cancel: () => undefined };
    },
  };
  const queue = new RequestQueue(host, onWaiting === undefined ? {} : { onWaiting });
  queue.connect(linkTo(posted, window));
  const pass = (): void => {
    const jobs = later;
    later = [];
    for (const job of jobs) job();
  };
  return { queue, posted, give: (message) => queue.receive(message), pass };
}

/** A request that is answered in text. */
const ask = (
  queue: RequestQueue,
  envelope: PageRequest,
  signal?: AbortSignal,
): Promise<TextAnswer> => queue.request(envelope, signal, readText);

const answers = (...ids: number[]): OwnerMessage =>
  ids.flatMap((id) => [id, 200, 1, `body ${String(id)}`]);

const turn = (): Promise<void> => Promise.resolve();

async function nameOfFailure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: unknown) => (error as Error).name,
  );
}

describe('the subscriptions of a page', () => {
  const quota: DatabaseEvent = { type: 'quota', region: 'us-east-1', atMs: 1 };

  it('go to the owner whole, at each change and to each new owner', () => {
    const { queue, posted } = connected();
    const [one, other] = [(): void => undefined, (): void => undefined];
    queue.subscriptions.add('quota', one);
    queue.subscriptions.add('quota', other);
    queue.subscriptions.add('conflict', other);
    queue.disconnect();
    queue.subscriptions.drop(other);
    queue.connect(linkTo(posted));
    queue.subscriptions.drop(one);
    expect(posted).toEqual([
      { subscribe: ['quota'] },
      { subscribe: ['quota', 'conflict'] },
      { subscribe: ['quota'] },
      { subscribe: [] },
    ]);
  });

  it('are not sent to the next owner when there are none', () => {
    const { queue, posted } = connected();
    queue.connect(linkTo(posted));
    expect(posted).toEqual([]);
  });

  it('hear what the owner tells, each once however often it was added', () => {
    const { queue, give } = connected();
    const heard: DatabaseEvent[] = [];
    const hear = (event: DatabaseEvent): void => void heard.push(event);
    queue.subscriptions.add('quota', hear);
    queue.subscriptions.add('quota', hear);
    give({ told: quota });
    give({ told: { ...quota, type: 'owner', role: 'owner' } });
    queue.subscriptions.drop(hear);
    give({ told: quota });
    expect(heard).toEqual([quota]);
  });
});

describe('the requests of a page', () => {
  it('leave in one message a turn, in order', async () => {
    const { queue, posted } = connected();
    void ask(queue, { target: 'A', body: 'a' });
    void ask(queue, { target: 'B', body: 'b' });
    void ask(queue, { target: 'B', body: 'b2' });
    expect(posted).toEqual([]);
    await turn();
    void ask(queue, { target: 'C', body: 'c' });
    await turn();
    expect(posted).toEqual([
      [0, 1, { target: 'A' }, 1, 'a', 2, { target: 'B' }, 2, 'b', 'b2'],
      [0, 4, { target: 'C' }, 1, 'c'],
    ]);
  });

  it('get each their own answer, whatever order they come in', async () => {
    const { queue, give } = connected();
    const all = Promise.all(
      ['A', 'B', 'C', 'D'].map((target) => ask(queue, { target: target, body: '' })),
    );
    await turn();
    give(answers(2));
    give([3, 400, 2, 'body 3', 'body 4', 1, 200, 1, 'body 1']);
    const answered = await all;
    expect(answered).toMatchObject([
      { status: 200, body: 'body 1' },
      { status: 200, body: 'body 2' },
      { status: 400, body: 'body 3' },
      { status: 400, body: 'body 4' },
    ]);
    const ids = answered.map(({ requestId }) => requestId);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[A-Z0-9]{52}$/);
  });

  it('tell with each message up to where answers have come', async () => {
    const { queue, posted, give } = connected();
    for (const target of ['A', 'B', 'C']) void ask(queue, { target: target, body: '' });
    await turn();
    give(answers(3, 1));
    void ask(queue, { target: 'D', body: '' });
    await turn();
    give(answers(2));
    void ask(queue, { target: 'E', body: '' });
    await turn();
    expect(posted.slice(1)).toEqual([
      [1, 4, { target: 'D' }, 1, ''],
      [3, 5, { target: 'E' }, 1, ''],
    ]);
  });

  it('tell after a while that all answers have come, once', async () => {
    const { queue, posted, give, pass } = connected();
    void ask(queue, { target: 'A', body: '' });
    await turn();
    give(answers(1));
    pass();
    pass();
    expect(posted.slice(1)).toEqual([{ confirmed: 1 }]);
  });

  it('go again to the next owner, in order, until they are answered', async () => {
    const { queue, give } = connected();
    const all = Promise.all(
      ['A', 'B', 'C'].map((target) => ask(queue, { target: target, body: '' })),
    );
    const stats = queue.ask('stats');
    await turn();
    give(answers(2));
    queue.disconnect();
    const last = ask(queue, { target: 'D', body: '' });
    await turn();
    const next: PageMessage[] = [];
    queue.connect(linkTo(next));
    expect(next).toEqual([
      { nameless: true },
      { ask: 4, question: 'stats' },
      [0, 1, { target: 'A' }, 1, '', 3, { target: 'C' }, 1, '', 5, { target: 'D' }, 1, ''],
    ]);
    give(answers(1, 3, 5));
    give({ asked: 4, outcome: { ok: true, value: 'figures' } });
    expect((await all).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await last).status).toBe(200);
    expect(await stats).toBe('figures');
    expect(queue.isWaiting).toBe(false);
  });

  it('wait in the page while the window of the owner is full', async () => {
    const { queue, posted, give } = connected(2);
    const all = Promise.all(
      ['A', 'B', 'C', 'D'].map((target) => ask(queue, { target: target, body: '' })),
    );
    await turn();
    expect(posted).toEqual([[0, 1, { target: 'A' }, 1, '', 2, { target: 'B' }, 1, '']]);
    give(answers(1));
    await turn();
    expect(posted.at(-1)).toEqual([1, 3, { target: 'C' }, 1, '']);
    give(answers(2, 3));
    await turn();
    give(answers(4));
    expect(await all).toHaveLength(4);
  });

  const MEBIBYTE = 1024 * 1024;
  /** Numbers of all requests that have left. */
  const sentIn = (posted: readonly PageMessage[]): readonly unknown[] =>
    posted
      .flatMap((message) => (Array.isArray(message) ? [message.slice(1)] : []))
      .flatMap((runs) => runs.filter((each, i) => typeof each === 'number' && i % 4 === 0));

  it('wait in the page while those under way have 4 Mi of text, and leave in order', async () => {
    const { queue, posted, give } = connected();
    const send = (target: string, length: number): void =>
      void ask(queue, { target, body: 'x'.repeat(length) });
    send('A', 1.5 * MEBIBYTE);
    send('B', 2 * MEBIBYTE);
    send('C', MEBIBYTE);
    send('D', 1);
    await turn();
    expect(sentIn(posted)).toEqual([1, 2]);
    give(answers(2));
    await turn();
    expect(sentIn(posted)).toEqual([1, 2, 3, 4]);
  });

  it('go however long they are, though others wait for news meanwhile', async () => {
    const { queue, posted, give } = connected();
    void ask(queue, { target: 'TailStream', body: '{}' });
    void ask(queue, { target: 'A', body: 'x'.repeat(16 * MEBIBYTE) });
    void ask(queue, { target: 'B', body: '' });
    void ask(queue, { target: 'C', body: 'x'.repeat(16 * MEBIBYTE) });
    await turn();
    expect(sentIn(posted)).toEqual([1, 2]);
    give(answers(2));
    await turn();
    expect(sentIn(posted)).toEqual([1, 2, 3, 4]);
  });

  it('make room for the text of others when they are aborted, and all of it with a new owner', async () => {
    const { queue, posted } = connected();
    const controller = new AbortController();
    const body = 'x'.repeat(3 * MEBIBYTE);
    const aborted = nameOfFailure(ask(queue, { target: 'A', body }, controller.signal));
    for (const target of ['B', 'C']) void ask(queue, { target, body });
    await turn();
    expect(sentIn(posted)).toEqual([1]);
    controller.abort();
    expect(await aborted).toBe('AbortError');
    await turn();
    expect(sentIn(posted)).toEqual([1, 2]);
    const others: PageMessage[] = [];
    queue.connect(linkTo(others));
    expect(sentIn(others)).toEqual([2]);
  });

  it('make room in the window when they are aborted', async () => {
    const { queue, posted } = connected(1);
    const controller = new AbortController();
    const refused = nameOfFailure(ask(queue, { target: 'A', body: '' }, controller.signal));
    void ask(queue, { target: 'B', body: '' });
    await turn();
    controller.abort();
    await turn();
    expect(await refused).toBe('AbortError');
    expect(posted.slice(1)).toEqual([{ abort: [1] }, [1, 2, { target: 'B' }, 1, '']]);
  });

  it('are never sent when they were aborted in the turn they were made', async () => {
    const { queue, posted } = connected();
    const controller = new AbortController();
    const refused = nameOfFailure(ask(queue, { target: 'A', body: 'a' }, controller.signal));
    void ask(queue, { target: 'B', body: 'b' });
    controller.abort();
    expect(await refused).toBe('AbortError');
    expect(posted).toEqual([[1, 2, { target: 'B' }, 1, 'b']]);
  });

  it('are refused when their signal has aborted already', async () => {
    const { queue, posted } = connected();
    expect(await nameOfFailure(ask(queue, { target: 'A', body: 'a' }, AbortSignal.abort()))).toBe(
      'AbortError',
    );
    expect(posted).toEqual([]);
  });

  it('say nothing of an abort after the answer', async () => {
    const { queue, posted, give } = connected();
    const controller = new AbortController();
    const answered = ask(queue, { target: 'A', body: 'a' }, controller.signal);
    await turn();
    give(answers(1));
    await answered;
    controller.abort();
    expect(posted).toHaveLength(1);
  });

  it('get a farewell when there is nobody to answer them, and questions an error', async () => {
    const { queue } = connected();
    const open = ask(queue, { target: 'A', body: 'a' });
    const question = queue.ask('scrub');
    const idle = queue.idle();
    const gone = { status: 500, body: 'gone', requestId: '' };
    queue.abandon(gone, new HashrangeError('closed', 'over'));
    expect(await open).toEqual(gone);
    await expect(question).rejects.toMatchObject({ code: 'closed' });
    await idle;
  });

  it('that are late are given up, with those of the window behind them, and are not waited for', async () => {
    const { queue, posted, give } = connected(1);
    const first = ask(queue, { target: 'A', body: 'a' });
    const unsent = ask(queue, { target: 'B', body: 'b' });
    const stats = queue.ask('stats');
    const scrub = queue.ask('scrub');
    const last = ask(queue, { target: 'C', body: 'c' });
    await turn();
    const late = { status: 500, body: 'late', requestId: '' };
    const refusal = new HashrangeError('worker', 'late');
    expect(queue.abandon(late, refusal, 4)).toBe(true);
    expect(queue.abandon(late, refusal, 4)).toBe(false);
    expect(await Promise.all([first, unsent])).toEqual([late, late]);
    await expect(stats).rejects.toBe(refusal);
    await turn();
    expect(posted.slice(-2)).toEqual([{ abort: [1, 2] }, [4, 5, { target: 'C' }, 1, 'c']]);
    give(answers(1, 5));
    give({ asked: 4, outcome: { ok: true, value: 'whole' } });
    expect((await last).body).toBe('body 5');
    expect(await scrub).toBe('whole');
    expect(queue.progress).toEqual([5, 5]);
  });

  it('that are aborted are not waited for, sent or not, and the owner hears that nobody wants them', async () => {
    const { queue, posted, pass } = connected(1);
    const controller = new AbortController();
    const both = ['A', 'B'].map((target) =>
      ask(queue, { target: target, body: '' }, controller.signal),
    );
    await turn();
    const idle = queue.idle();
    controller.abort();
    expect(await Promise.all(both.map(nameOfFailure))).toEqual(['AbortError', 'AbortError']);
    await idle;
    pass();
    expect(posted.slice(1)).toEqual([{ abort: [1] }, { confirmed: 2 }]);
  });

  it('tell that somebody waits', async () => {
    let told = 0;
    const { queue } = connected(undefined, () => told++);
    void ask(queue, { target: 'A', body: '' });
    void ask(queue, { target: 'B', body: '' });
    expect(told).toBe(1);
    void queue.ask('stats');
    expect(told).toBe(2);
  });

  it('are rejected when the database has failed', async () => {
    const { queue } = connected();
    const open = ask(queue, { target: 'A', body: 'a' });
    queue.fail(new HashrangeError('storage-lost', 'gone'));
    await expect(open).rejects.toMatchObject({ code: 'storage-lost' });
  });
});
