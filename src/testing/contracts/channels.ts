import { describe, expect, it } from 'vitest';
import type { Channel, Channels } from '../../kernel/channel.ts';
import type { Until } from './until.ts';

interface Made {
  readonly channels: Channels;
  readonly until: Until;
}

interface Heard {
  readonly all: unknown[];
  /** Resolves when so many messages have come. */
  readonly count: (wanted: number) => Promise<void>;
}

function listen(channel: Channel): Heard {
  const all: unknown[] = [];
  let check: () => void = () => undefined;
  channel.heard.add((message) => {
    all.push(message);
    check();
  });
  const count = (wanted: number): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (all.length >= wanted) resolve();
      };
      check();
    });
  return { all, count };
}

let names = 0;

/** The suite that all channels pass that lose nothing. */
export function channelsContract(name: string, made: () => Made): void {
  const freshName = (): string => `contract ${String(++names)}`;

  describe(`channels: ${name}`, () => {
    it('carry messages to everyone else of their name, in order, and to nobody of another', async () => {
      const { channels, until } = made();
      const at = freshName();
      const [from, to, third] = [channels.open(at), channels.open(at), channels.open(at)];
      const stranger = channels.open(freshName());
      const heard = [to, third, from, stranger].map(listen);
      for (let n = 0; n < 10; n++) from.post({ n });
      expect(heard.map(({ all }) => all.length)).toEqual([0, 0, 0, 0]);
      await until(Promise.all(heard.slice(0, 2).map(({ count }) => count(10))));
      const sent = Array.from({ length: 10 }, (_, n) => ({ n }));
      expect(heard.map(({ all }) => all)).toEqual([sent, sent, [], []]);
      for (const channel of [from, to, third, stranger]) channel.close();
    });

    it('are heard by every listener, until he listens no more', async () => {
      const { channels, until } = made();
      const at = freshName();
      const [from, to] = [channels.open(at), channels.open(at)];
      const [first, second] = [listen(to), listen(to)];
      const early: unknown[] = [];
      const end = to.heard.add((message) => early.push(message));
      from.post('to all');
      await until(Promise.all([first, second].map(({ count }) => count(1))));
      end();
      from.post('to two');
      await until(Promise.all([first, second].map(({ count }) => count(2))));
      expect([first, second].map(({ all }) => all)).toEqual([
        ['to all', 'to two'],
        ['to all', 'to two'],
      ]);
      expect(early).toEqual(['to all']);
      for (const channel of [from, to]) channel.close();
    });

    it('carry a copy of what the message was when it was posted', async () => {
      const { channels, until } = made();
      const at = freshName();
      const [from, one, other] = [channels.open(at), channels.open(at), channels.open(at)];
      const heard = [one, other].map(listen);
      const message = { list: [1, 2], inner: { text: 'before', nothing: null, none: undefined } };
      from.post(message);
      message.inner.text = 'after';
      message.list.push(3);
      await until(Promise.all(heard.map(({ count }) => count(1))));
      const posted = { list: [1, 2], inner: { text: 'before', nothing: null, none: undefined } };
      for (const { all } of heard) expect(all).toStrictEqual([posted]);
      for (const channel of [from, one, other]) channel.close();
    });

    it('are silent once they are closed, both ways', async () => {
      const { channels, until } = made();
      const at = freshName();
      const [from, closed, open] = [channels.open(at), channels.open(at), channels.open(at)];
      const [gone, there] = [listen(closed), listen(open)];
      closed.close();
      try {
        closed.post('from the grave');
      } catch (error) {
        // A browser says so.
        expect(error).toHaveProperty('name', 'InvalidStateError');
      }
      from.post('last');
      await until(there.count(1));
      expect(there.all).toEqual(['last']);
      expect(gone.all).toEqual([]);
      for (const channel of [from, open]) channel.close();
    });

    it('deliver what was posted before its sender closed', async () => {
      const { channels, until } = made();
      const at = freshName();
      const [from, to] = [channels.open(at), channels.open(at)];
      const heard = listen(to);
      from.post('farewell');
      from.close();
      await until(heard.count(1));
      expect(heard.all).toEqual(['farewell']);
      to.close();
    });
  });
}
