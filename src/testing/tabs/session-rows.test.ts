import { describe, expect, it } from 'vitest';
import { RequestQueue } from '../../client/link/request-queue.ts';
import { readOutput, readText } from '../../client/read-answer.ts';
import { AnswerLedger } from '../../engine/answer-ledger.ts';
import type { Answer } from '../../engine/engine-interface.ts';
import type { RequestEnvelope } from '../../wire/request-envelope.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import { MARK } from '../../item/row/answer-body.ts';
import type { OwnerMessage, PageMessage } from '../../rpc/protocol.ts';
import { rowsOf } from '../../rpc/port-message-checks.ts';
import { fakeWorld } from '../fake-world.ts';
import { countedNames } from '../documents/row-names.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { Session } from '../../tabs/session.ts';

const NAMES = ['id', 'title', 'a name that only some items have'];
const ITEM: Item = { id: { S: '1' }, title: { S: 'One' } };
const LATER: Item = { id: { S: '2' }, 'a name that only some items have': { N: '7' } };

const writer = new RowWriter();

/** The answer with these items, written when the dictionary had so many names. */
function answerOf(count: number, ...items: Item[]): Answer {
  const names = countedNames(...NAMES.slice(0, count));
  const rows = items.map((item) => writer.write(item, 1, names));
  const text = `{"Items":[${MARK}],"Count":${String(items.length)}}`;
  return { status: 200, body: { text, runs: [{ tree: 3, names, rows }] } };
}

/** A page, and owners that answer when the test says so. What one end posts the other hears when it is delivered. */
function site(): {
  readonly queue: RequestQueue;
  /** Another owner, which serves the page from now on. */
  readonly takeOver: () => void;
  /** The page finds the owner that it has lost sight of. */
  readonly findAgain: () => void;
  readonly asked: {
    readonly request: RequestEnvelope;
    readonly answer: (answer: Answer) => void;
  }[];
  readonly toPage: OwnerMessage[];
  readonly deliver: () => Promise<void>;
} {
  const queue = new RequestQueue({ after: () => ({ cancel: () => undefined }) });
  const asked: ReturnType<typeof site>['asked'] = [];
  const toOwner: PageMessage[] = [];
  const toPage: OwnerMessage[] = [];
  let session: Session;
  const findAgain = (): void => {
    queue.disconnect();
    queue.connect({
      post: (message, transfer = []) => {
        toOwner.push(structuredClone(message, { transfer: [...transfer] }));
      },
      window: 256,
    });
  };
  const takeOver = (): void => {
    session = new Session(
      {
        engine: { submit: (request, answer) => asked.push({ request, answer }) },
        ownership: { isCertain: () => true, whenCertain: (work) => work() },
        answer: () => Promise.resolve({ ok: true, value: null }),
        onAnsweredAtOnce: () => undefined,
      },
      new AnswerLedger(fakeWorld().host).of('client'),
      (message, transfer = []) => {
        toPage.push(structuredClone(message, { transfer: [...transfer] }));
      },
    );
    findAgain();
  };
  takeOver();
  const deliver = async (): Promise<void> => {
    await Promise.resolve();
    for (const message of toOwner.splice(0)) session.receive(message);
    await Promise.resolve();
    for (const message of toPage.splice(0)) queue.receive(message);
  };
  return { queue, takeOver, findAgain, asked, toPage, deliver };
}

const ask = (queue: RequestQueue): Promise<unknown> =>
  queue.request({ target: 'Query', body: '{}' }, undefined, readOutput);

describe('items in answers', () => {
  it('come to the page as rows, in one buffer for all answers, and are objects or text there', async () => {
    const { queue, asked, toPage, deliver } = site();
    const both = Promise.all([
      ask(queue),
      queue.request({ target: 'Query', body: '{}' }, undefined, readText),
    ]);
    await deliver();
    for (const { answer } of asked) answer(answerOf(2, ITEM, LATER));
    await Promise.resolve();
    expect(toPage).toHaveLength(1);
    expect(rowsOf(toPage[0] as unknown[])).toBeInstanceOf(ArrayBuffer);
    await deliver();
    const [output, { body }] = await both;
    expect(output).toEqual({ Items: [ITEM, LATER], Count: 2 });
    expect(body).toBe(JSON.stringify(output));
  });

  it('name attributes that were told once, and again by the next owner', async () => {
    const { queue, takeOver, asked, toPage, deliver } = site();
    const lengths: (number | undefined)[] = [];
    const answered = async (count: number): Promise<void> => {
      asked
        .splice(0)
        .at(-1)
        ?.answer(answerOf(count, ITEM, LATER));
      await Promise.resolve();
      lengths.push(rowsOf(toPage[0] as unknown[])?.byteLength);
      await deliver();
    };
    for (const count of [2, 2, 3, 3]) {
      const output = ask(queue);
      await deliver();
      await answered(count);
      expect(await output).toEqual({ Items: [ITEM, LATER], Count: 2 });
    }
    const open = ask(queue);
    await deliver();
    takeOver();
    await deliver();
    await answered(3);
    expect(await open).toEqual({ Items: [ITEM, LATER], Count: 2 });
    const [first = 0, second = 0, grown = 0, last = 0, anew = 0] = lengths;
    expect([second < first, grown > last, last < second, anew > grown]).toEqual(
      Array(4).fill(true),
    );
  });

  it('come again where the message that told their names was lost', async () => {
    const { queue, findAgain, asked, toPage, deliver } = site();
    const lost = ask(queue);
    await deliver();
    asked[0]?.answer(answerOf(3, ITEM));
    await Promise.resolve();
    toPage.length = 0;
    findAgain();
    await deliver();
    expect(asked).toHaveLength(2);
    asked[1]?.answer(answerOf(3, LATER));
    await deliver();
    expect(await lost).toEqual({ Items: [LATER], Count: 1 });
  });

  it('are waited for where an answer comes whose names the page has not heard', async () => {
    const { queue, findAgain, asked, toPage, deliver } = site();
    const both = [ask(queue), ask(queue)];
    await deliver();
    asked[0]?.answer(answerOf(3, ITEM));
    await Promise.resolve();
    toPage.length = 0;
    findAgain();
    // Before the owner hears that its page has lost sight of it.
    asked[1]?.answer(answerOf(3, ITEM));
    await Promise.resolve();
    await deliver();
    expect(asked).toHaveLength(4);
    for (const { answer } of asked.slice(2)) answer(answerOf(3, LATER));
    await deliver();
    expect(await Promise.all(both)).toEqual([
      { Items: [LATER], Count: 1 },
      { Items: [LATER], Count: 1 },
    ]);
  });

  it('that are unreadable reject their request, and no other', async () => {
    const { queue, asked, toPage, deliver } = site();
    const [broken, whole] = [ask(queue), ask(queue)];
    await deliver();
    const answer = answerOf(3, ITEM);
    asked[0]?.answer(answer);
    await Promise.resolve();
    const rows = rowsOf(toPage[0] as unknown[]) as ArrayBuffer;
    new Uint8Array(rows).fill(0xff);
    asked[1]?.answer({ status: 200, body: '{}' });
    await deliver();
    await expect(broken).rejects.toMatchObject({ code: 'protocol' });
    expect(await whole).toEqual({});
  });
});
