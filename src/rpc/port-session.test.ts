import { describe, expect, it } from 'vitest';
import { PortClient } from '../client/port-client.ts';
import type { PortMessage } from './contract.ts';
import type { Port, Responder } from './port-session.ts';
import { servePort } from './port-session.ts';

type Answer = Parameters<Parameters<Responder['submit']>[2]>[0];

interface Submitted {
  readonly target: string;
  readonly bodyText: string;
  readonly answer: (answer: Answer) => void;
  readonly signal: { readonly aborted: boolean };
}

/** A port session over a port that is the test's, and a responder that answers when the test says so. */
function session(): {
  submitted: Submitted[];
  posted: PortMessage[];
  give: (message: PortMessage) => void;
} {
  const posted: PortMessage[] = [];
  const submitted: Submitted[] = [];
  const port: Port = { onmessage: null, postMessage: (message) => posted.push(message) };
  servePort(port, {
    submit: (target, bodyText, answer, signal) =>
      submitted.push({ target, bodyText, answer, signal }),
  });
  return { submitted, posted, give: (data) => port.onmessage?.({ data }) };
}

const answerOf = (n: number): Answer => ({ status: 200, body: `b${String(n)}` });

describe('the worker side of the port', () => {
  it('submits the calls of a message in order', () => {
    const { submitted, give } = session();
    give([7, 'A', 'a', 8, 'B', 'b']);
    expect(submitted.map(({ target, bodyText }) => [target, bodyText])).toEqual([
      ['A', 'a'],
      ['B', 'b'],
    ]);
  });

  it('posts all answers of one turn in one message', async () => {
    const { submitted, posted, give } = session();
    give([1, 'A', '', 2, 'B', '', 3, 'C', '']);
    submitted[1]?.answer(answerOf(2));
    submitted[0]?.answer(answerOf(1));
    await Promise.resolve();
    submitted[2]?.answer(answerOf(3));
    await Promise.resolve();
    expect(posted).toEqual([
      [2, 200, 'b2', 1, 200, 'b1'],
      [3, 200, 'b3'],
    ]);
  });

  it('passes an abort on to the request it is about, and to no other', () => {
    const { submitted, give } = session();
    give([1, 'A', '', 2, 'B', '']);
    give({ abort: [2, 99] });
    expect(submitted.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  });

  it('answers a client over a real channel, hundreds of calls in a few messages', async () => {
    const { port1, port2 } = new MessageChannel();
    let messages = 0;
    const pagePort = port1 as unknown as Port;
    const post = pagePort.postMessage.bind(pagePort);
    pagePort.postMessage = (message) => {
      messages++;
      post(message);
    };
    servePort(port2 as unknown as Port, {
      submit: (target, bodyText, answer) => {
        answer({ status: 200, body: `${target} ${bodyText}` });
      },
    });
    const client = new PortClient(pagePort);
    const calls = Array.from({ length: 300 }, (_, i) => client.request('T', String(i)));
    const bodies = (await Promise.all(calls)).map(({ body }) => body);
    expect(bodies).toEqual(calls.map((_, i) => `T ${String(i)}`));
    expect(messages).toBe(1);
    port1.close();
  });
});
