import { describe, expect, it } from 'vitest';
import type { Channel } from '../kernel/channel.ts';
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
    onMessage: undefined,
    post: (message) => posted.push(message),
    close: () => {
      made.isClosed = true;
    },
  };
  return made;
}

function link(): { readonly channel: Way; readonly link: ClientLink; readonly heard: unknown[] } {
  const channel = way();
  const heard: unknown[] = [];
  return { channel, heard, link: new ClientLink(channel, (message) => heard.push(message)) };
}

describe('the ways to a client', () => {
  it('are answered where the client has spoken last', () => {
    const { channel, link: ways, heard } = link();
    const port = way();
    ways.add(port);
    ways.post('over the channel');
    port.onMessage?.('hello');
    ways.post('over the port');
    channel.onMessage?.('hello again');
    ways.post('over the channel again');
    expect(channel.posted).toEqual(['over the channel', 'over the channel again']);
    expect(port.posted).toEqual(['over the port']);
    expect(heard).toEqual(['hello', 'hello again']);
  });

  it('keep a port that may still be taken, and drop it when the client has taken a later one', () => {
    const { link: ways } = link();
    const [first, second, third] = [way(), way(), way()];
    for (const port of [first, second, third]) ways.add(port);
    first.onMessage?.('taken');
    expect([first, second, third].map(({ isClosed }) => isClosed)).toEqual([false, false, false]);
    second.onMessage?.('taken');
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
