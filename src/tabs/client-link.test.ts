import { describe, expect, it } from 'vitest';
import type { Channel } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';
import type { OwnerMessage } from '../rpc/protocol.ts';
import { ClientLink } from './client-link.ts';

interface Way extends Channel {
  readonly posted: unknown[];
  isClosed: boolean;
}

function way(): Way {
  const posted: unknown[] = [];
  const made: Way = {
    posted,
    isClosed: false,
    heard: new Listeners(),
    post: (message) => posted.push(message),
    close: () => {
      made.isClosed = true;
    },
  };
  return made;
}

function link(): {
  readonly channel: Way;
  readonly link: ClientLink;
  /** What the client has said, and where it is answered elsewhere than before. */
  readonly heard: unknown[];
} {
  const channel = way();
  const heard: unknown[] = [];
  const made = new ClientLink(
    channel,
    (message) => heard.push(message),
    () => heard.push('another way'),
  );
  return { channel, heard, link: made };
}

const answer = (number: number): OwnerMessage => [number, 200, 1, 'body'];

describe('the ways to a client', () => {
  it('are answered where the client has spoken last', () => {
    const { channel, link: ways, heard } = link();
    const port = way();
    ways.add(port);
    ways.post(answer(1));
    port.heard.tell([1]);
    ways.post(answer(2));
    channel.heard.tell([2]);
    ways.post(answer(3));
    expect(channel.posted).toEqual([answer(1), answer(3)]);
    expect(port.posted).toEqual([answer(2)]);
    expect(heard).toEqual(['another way', [1], 'another way', [2]]);
  });

  it('are not changed by what a stranger says on them', () => {
    const { channel, link: ways, heard } = link();
    const [first, second] = [way(), way()];
    for (const port of [first, second]) ways.add(port);
    first.heard.tell([1]);
    channel.heard.tell('hello');
    second.heard.tell(null);
    ways.post(answer(1));
    expect(heard).toEqual(['another way', [1]]);
    expect(first.posted).toEqual([answer(1)]);
    expect(first.isClosed).toBe(false);
  });

  it('keep a port that may still be taken, and drop it when the client has taken a later one', () => {
    const { link: ways } = link();
    const [first, second, third] = [way(), way(), way()];
    for (const port of [first, second, third]) ways.add(port);
    first.heard.tell([0]);
    expect([first, second, third].map(({ isClosed }) => isClosed)).toEqual([false, false, false]);
    second.heard.tell([0]);
    expect([first, second, third].map(({ isClosed }) => isClosed)).toEqual([true, false, false]);
  });

  it('are all closed in the end', () => {
    const { channel, link: ways } = link();
    const port = way();
    ways.add(port);
    ways.close();
    expect([channel.isClosed, port.isClosed]).toEqual([true, true]);
  });
});
