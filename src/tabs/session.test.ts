import { describe, expect, it } from 'vitest';
import { RequestQueue } from '../client/link/request-queue.ts';
import { readText } from '../client/read-answer.ts';
import { AnswerLedger } from '../engine/answer-ledger.ts';
import type { Answer, Caller, TextAnswer } from '../engine/engine-interface.ts';
import type { Lsn } from '../storage/store.ts';
import type { Answers, OwnerMessage, PageMessage } from '../rpc/protocol.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import { Session } from './session.ts';

const TWENTY = Array.from({ length: 20 }, () => '');
/** The length of a page of items. */
const PAGE = 'x'.repeat(40_000);

const QUOTA = { type: 'quota', region: 'us-east-1', atMs: 1 } as const;

interface Submitted {
  readonly target: string;
  readonly bodyText: string;
  readonly answer: (answer: Answer) => void;
  readonly caller: Caller | undefined;
}

/** A session whose engine answers when the test says so, and whose ownership is certain when the test says so. */
function session(): {
  readonly served: Session;
  readonly submitted: Submitted[];
  readonly posted: OwnerMessage[];
  readonly doubt: () => void;
  readonly settle: () => void;
  readonly ledger: AnswerLedger;
  /** How often all of a message was answered at once. */
  readonly lulls: { readonly count: number };
} {
  const posted: OwnerMessage[] = [];
  const lulls = { count: 0 };
  const submitted: Submitted[] = [];
  let waiting: (() => void)[] | undefined;
  const doubt = (): void => {
    waiting = [];
  };
  const ledger = new AnswerLedger(fakeWorld().host);
  const served = new Session(
    {
      engine: {
        submit: ({ target, body: bodyText }, answer, caller) => {
          submitted.push({ target, bodyText, answer, caller });
          if (target === 'at once') answer(answerOf(0));
          else if (target === 'a page') answer({ status: 200, body: PAGE });
          else if (target === 'doubt') doubt();
        },
      },
      ownership: {
        isCertain: () => waiting === undefined,
        whenCertain: (work) => waiting?.push(work),
      },
      answer: (question) => Promise.resolve({ ok: true, value: question }),
      onAnsweredAtOnce: () => {
        lulls.count++;
      },
    },
    ledger.of('client'),
    (message) => posted.push(message),
  );
  const settle = (): void => {
    const works = waiting ?? [];
    waiting = undefined;
    for (const work of works) work();
  };
  return { served, submitted, posted, doubt, settle, ledger, lulls };
}

const answerOf = (n: number): TextAnswer => ({ status: 200, body: `b${String(n)}` });

describe('the owner, to one page', () => {
  it('submits the calls of a message in order', () => {
    const { served, submitted } = session();
    served.receive([0, 7, { target: 'A' }, 1, 'a', 8, { target: 'B' }, 2, 'b', 'c']);
    expect(submitted.map(({ target, bodyText }) => [target, bodyText])).toEqual([
      ['A', 'a'],
      ['B', 'b'],
      ['B', 'c'],
    ]);
    expect(submitted.map(({ caller }) => caller?.number)).toEqual([7, 8, 9]);
  });

  it('posts all answers of one turn in one message', async () => {
    const { served, submitted, posted } = session();
    served.receive([0, 1, { target: 'A' }, 5, '', '', '', '', '']);
    submitted[1]?.answer(answerOf(2));
    submitted[0]?.answer(answerOf(1));
    await Promise.resolve();
    submitted[2]?.answer(answerOf(3));
    submitted[3]?.answer(answerOf(4));
    submitted[4]?.answer({ status: 400, body: 'b5' });
    await Promise.resolve();
    expect(posted).toEqual([
      [2, 200, 1, 'b2', 1, 200, 1, 'b1'],
      [3, 200, 2, 'b3', 'b4', 5, 400, 1, 'b5'],
    ]);
  });

  it('posts answers while later calls of the message run: many small ones together, a large one soon', async () => {
    const { served, submitted, posted } = session();
    served.receive([
      0,
      1,
      { target: 'at once' },
      20,
      ...TWENTY,
      21,
      { target: 'a page' },
      1,
      '',
      22,
      { target: 'later' },
      1,
      '',
    ]);
    const counts = (posted as Answers[]).map(([first, , count]) => [first, count]);
    expect(counts).toEqual([
      [1, 16],
      [17, 5],
    ]);
    expect((posted[1] as Answers).at(-1)).toBe(PAGE);
    submitted.at(-1)?.answer(answerOf(22));
    await Promise.resolve();
    expect(posted.slice(2)).toEqual([[22, 200, 1, 'b22']]);
  });

  it('posts nothing amid a message when it may have lost the database', async () => {
    const { served, posted, settle } = session();
    served.receive([0, 1, { target: 'doubt' }, 1, '', 2, { target: 'at once' }, 20, ...TWENTY]);
    await Promise.resolve();
    expect(posted).toEqual([]);
    settle();
    expect((posted as Answers[]).map(([first, , count]) => [first, count])).toEqual([[2, 20]]);
  });

  it('tells when all calls of a message were answered at once', () => {
    const { served, submitted, lulls } = session();
    served.receive([0, 1, { target: 'at once' }, 2, '', '', 3, { target: 'later' }, 1, '']);
    expect(lulls.count).toBe(0);
    submitted[2]?.answer(answerOf(3));
    expect(lulls.count).toBe(0);
    served.receive([3, 4, { target: 'at once' }, 2, '', '']);
    expect(lulls.count).toBe(1);
  });

  it('passes an abort on to the request it is about, and to no other', () => {
    const { served, submitted } = session();
    served.receive([0, 1, { target: 'A' }, 1, '', 2, { target: 'B' }, 1, '']);
    served.receive({ abort: [2, 99] });
    expect(submitted.map(({ caller }) => caller?.aborted)).toEqual([false, true]);
  });

  it('does not run a request twice that comes again while it is under way', async () => {
    const { served, submitted, posted } = session();
    served.receive([0, 1, { target: 'A' }, 1, '']);
    served.receive([0, 1, { target: 'A' }, 1, '', 2, { target: 'B' }, 1, '']);
    expect(submitted.map(({ target }) => target)).toEqual(['A', 'B']);
    submitted[0]?.answer(answerOf(1));
    await Promise.resolve();
    expect(posted).toEqual([[1, 200, 1, 'b1']]);
  });

  it('has the engine forget the answers that the page has', () => {
    const { served, ledger } = session();
    const known = ledger.of('client');
    known.add(1, { lsn: 10 as Lsn, answer: answerOf(1) });
    known.add(2, { lsn: 11 as Lsn, answer: answerOf(2) });
    served.receive([1, 3, { target: 'A' }, 1, '']);
    expect(ledger.oldestLsn()).toBe(11);
    served.receive({ confirmed: 3 });
    expect(ledger.oldestLsn()).toBe(undefined);
  });

  it('runs and answers nothing while it may have lost the database, and all in order once it is certain', async () => {
    const { served, submitted, posted, doubt, settle } = session();
    served.receive([0, 1, { target: 'A' }, 1, '']);
    doubt();
    served.receive([0, 2, { target: 'B' }, 1, '']);
    served.receive({ abort: [2] });
    submitted[0]?.answer(answerOf(1));
    await Promise.resolve();
    expect([submitted.length, posted.length]).toEqual([1, 0]);
    settle();
    expect(submitted.map(({ caller }) => caller?.aborted)).toEqual([false, true]);
    expect(posted).toEqual([[1, 200, 1, 'b1']]);
  });

  it('tells what the page has subscribed to, and nothing else', () => {
    const { served, posted } = session();
    served.tell(QUOTA);
    served.receive({ subscribe: ['conflict', 'quota'] });
    served.tell(QUOTA);
    served.tell({ ...QUOTA, type: 'background-failed', member: 'expiry', message: 'no' });
    served.receive({ subscribe: ['background-failed'] });
    served.tell(QUOTA);
    expect(posted).toEqual([{ told: QUOTA }]);
  });

  it('tells nothing while it may have lost the database, nor when it has ended', () => {
    const { served, posted, doubt, settle } = session();
    served.receive({ subscribe: ['quota'] });
    doubt();
    served.tell(QUOTA);
    expect(posted).toEqual([]);
    settle();
    expect(posted).toEqual([{ told: QUOTA }]);
    served.end();
    served.tell(QUOTA);
    expect(posted).toHaveLength(1);
  });

  it('is silent when it has ended, and what has not begun will not', async () => {
    const { served, submitted, posted } = session();
    served.receive([0, 1, { target: 'A' }, 1, '']);
    served.receive({ ask: 2, question: 'stats' });
    served.end();
    served.receive([0, 3, { target: 'B' }, 1, '']);
    submitted[0]?.answer(answerOf(1));
    await Promise.resolve();
    await Promise.resolve();
    expect(submitted.map(({ caller }) => caller?.aborted)).toEqual([true]);
    expect(posted).toEqual([]);
  });

  it('answers a page over a real channel, hundreds of calls in a few messages', async () => {
    const { port1, port2 } = new MessageChannel();
    let messages = 0;
    const served = new Session(
      {
        engine: {
          submit: ({ target, body: bodyText }, answer) => {
            answer({ status: 200, body: `${target} ${bodyText}` });
          },
        },
        ownership: { isCertain: () => true, whenCertain: (work) => work() },
        answer: () => Promise.resolve({ ok: true, value: null }),
        onAnsweredAtOnce: () => undefined,
      },
      new AnswerLedger(fakeWorld().host).of('client'),
      (message) => port2.postMessage(message),
    );
    port2.onmessage = ({ data }) => served.receive(data as PageMessage);
    const queue = new RequestQueue({ after: () => ({ cancel: () => undefined }) });
    port1.onmessage = ({ data }) => queue.receive(data as OwnerMessage);
    queue.connect({
      post: (message) => {
        messages++;
        port1.postMessage(message);
      },
      window: Number.POSITIVE_INFINITY,
    });
    const calls = Array.from({ length: 300 }, (_, i) =>
      queue.request({ target: 'T', body: String(i) }, undefined, readText),
    );
    const bodies = (await Promise.all(calls)).map(({ body }) => body);
    expect(bodies).toEqual(calls.map((_, i) => `T ${String(i)}`));
    expect(messages).toBe(1);
    port1.close();
  });
});
