import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerScope } from './port-broker.ts';
import { brokerPorts } from './port-broker.ts';

const open: MessagePort[] = [];

function channel(): readonly [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  return [port1, port2];
}

afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A broker run from its text, as pages run it, and what connects a page to it. */
function broker(): () => MessagePort {
  const scope: BrokerScope = { onconnect: null };
  (runInThisContext(`(${brokerPorts.toString()})`) as typeof brokerPorts)(scope);
  return () => {
    const [page, inside] = channel();
    scope.onconnect?.({ ports: [inside] });
    return page;
  };
}

const ask = (page: MessagePort, name: string): Promise<MessagePort> =>
  new Promise((resolve) => {
    page.onmessage = ({ ports: [port] }) => {
      if (port !== undefined) {
        open.push(port);
        resolve(port);
      }
    };
    page.postMessage([name]);
  });

const heard = (port: MessagePort): Promise<unknown> =>
  new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data as unknown);
  });

/** Resolves when the broker has taken everything that was posted before. */
async function settled(connect: () => MessagePort): Promise<void> {
  const [, theirs] = channel();
  const asked = ask(connect(), 'settled');
  connect().postMessage(['settled'], [theirs]);
  await asked;
}

describe('the broker of ports', () => {
  it.each(['gives', 'asks'])(
    'brings two pages together when the one that %s comes first',
    async (first) => {
      const connect = broker();
      const [mine, theirs] = channel();
      let got: Promise<MessagePort>;
      if (first === 'gives') {
        connect().postMessage(['a'], [theirs]);
        await settled(connect);
        got = ask(connect(), 'a');
      } else {
        got = ask(connect(), 'a');
        await settled(connect);
        connect().postMessage(['a'], [theirs]);
      }
      (await got).postMessage('hello');
      expect(await heard(mine)).toBe('hello');
    },
  );

  it('gives the port of the last who gave it, and each only once', async () => {
    const connect = broker();
    const [[, older], [mine, newer]] = [channel(), channel()];
    const giver = connect();
    giver.postMessage(['a'], [older]);
    giver.postMessage(['a'], [newer]);
    await settled(connect);
    (await ask(connect(), 'a')).postMessage('hello');
    expect(await heard(mine)).toBe('hello');
    const again = ask(connect(), 'a');
    const [third, theirs] = channel();
    giver.postMessage(['a'], [theirs]);
    (await again).postMessage('again');
    expect(await heard(third)).toBe('again');
  });

  it('forgets the oldest of many ports that nobody asks for', async () => {
    const connect = broker();
    const giver = connect();
    const [oldest, theirs] = channel();
    giver.postMessage(['oldest'], [theirs]);
    for (let i = 0; i < 64; i++) giver.postMessage([`port ${i}`], [channel()[1]]);
    await settled(connect);
    const asked = ask(connect(), 'oldest');
    const [mine, other] = channel();
    giver.postMessage(['oldest'], [other]);
    (await asked).postMessage('hello');
    oldest.onmessage = () => expect.unreachable();
    expect(await heard(mine)).toBe('hello');
  });

  it('does not hear what is no name', async () => {
    const connect = broker();
    const stranger = connect();
    const replies: unknown[] = [];
    stranger.onmessage = ({ data }) => replies.push(data);
    for (const junk of [
      null,
      undefined,
      7,
      'a',
      [],
      [null],
      [['a']],
      { 0: 'a' },
      ['x'.repeat(5_000)],
    ])
      stranger.postMessage(junk);
    stranger.postMessage([{}], [channel()[1]]);
    await settled(connect);
    const [mine, theirs] = channel();
    connect().postMessage(['a'], [theirs]);
    (await ask(connect(), 'a')).postMessage('hello');
    expect(await heard(mine)).toBe('hello');
    expect(replies).toEqual([]);
  });
});
