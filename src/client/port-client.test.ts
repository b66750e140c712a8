import { describe, expect, it } from 'vitest';
import type { PortMessage } from '../rpc/contract.ts';
import type { Port } from '../rpc/port-session.ts';
import { PortClient } from './port-client.ts';

type Posted = PortMessage;

/** A port whose other end is the test. */
function fakePort(): { port: Port; posted: Posted[]; give: (message: PortMessage) => void } {
  const posted: Posted[] = [];
  const port: Port = { onmessage: null, postMessage: (message) => posted.push(message) };
  return { port, posted, give: (data) => port.onmessage?.({ data }) };
}

const answers = (...ids: number[]): PortMessage =>
  ids.flatMap((id) => [id, 200, `body ${String(id)}`]);

const turn = (): Promise<void> => Promise.resolve();

async function nameOfFailure(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: unknown) => (error as Error).name,
  );
}

describe('the page side of the port', () => {
  it('sends all calls of one turn in one message, in order', async () => {
    const { port, posted } = fakePort();
    const client = new PortClient(port);
    void client.request('A', 'a');
    void client.request('B', 'b');
    expect(posted).toEqual([]);
    await turn();
    void client.request('C', 'c');
    await turn();
    expect(posted).toEqual([
      [1, 'A', 'a', 2, 'B', 'b'],
      [3, 'C', 'c'],
    ]);
  });

  it('gives each call its own answer, whatever order they come in', async () => {
    const { port, give } = fakePort();
    const client = new PortClient(port);
    const all = Promise.all([client.request('A', 'a'), client.request('B', 'b')]);
    await turn();
    give(answers(2));
    give(answers(1));
    const answered = await all;
    expect(answered).toMatchObject([
      { status: 200, body: 'body 1' },
      { status: 200, body: 'body 2' },
    ]);
    const ids = answered.map(({ requestId }) => requestId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[A-Z0-9]{52}$/);
  });

  it('never sends a call that was aborted in the turn it was made', async () => {
    const { port, posted } = fakePort();
    const client = new PortClient(port);
    const controller = new AbortController();
    const refused = nameOfFailure(client.request('A', 'a', controller.signal));
    void client.request('B', 'b');
    controller.abort();
    expect(await refused).toBe('AbortError');
    expect(posted).toEqual([[2, 'B', 'b']]);
  });

  it('tells the worker of an abort after the call has left, and ignores a late answer', async () => {
    const { port, posted, give } = fakePort();
    const client = new PortClient(port);
    const controller = new AbortController();
    const refused = nameOfFailure(client.request('A', 'a', controller.signal));
    await turn();
    controller.abort(new Error('enough'));
    expect(await refused).toBe('AbortError');
    give(answers(1));
    expect(posted.at(-1)).toEqual({ abort: [1] });
  });

  it('refuses a call whose signal has aborted already', async () => {
    const { port, posted } = fakePort();
    const client = new PortClient(port);
    expect(await nameOfFailure(client.request('A', 'a', AbortSignal.abort()))).toBe('AbortError');
    expect(posted).toEqual([]);
  });

  it('does not tell the worker of an abort after the answer', async () => {
    const { port, posted, give } = fakePort();
    const client = new PortClient(port);
    const controller = new AbortController();
    const answered = client.request('A', 'a', controller.signal);
    await turn();
    give(answers(1));
    await answered;
    controller.abort();
    expect(posted).toHaveLength(1);
  });

  it('gives every open call the farewell when the worker is gone', async () => {
    const { port } = fakePort();
    const client = new PortClient(port);
    const open = client.request('A', 'a');
    client.abandon({ status: 500, body: 'gone', requestId: '' });
    expect(await open).toEqual({ status: 500, body: 'gone', requestId: '' });
  });
});
