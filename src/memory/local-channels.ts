import type { Channel, Channels } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';

interface LocalChannel extends Channel {
  isClosed: boolean;
}

/** Channels within one thread, heard a moment later as clones: what a broadcast channel does between tabs. */
export function localChannels(): Channels {
  const open = new Map<string, Set<LocalChannel>>();
  return {
    open: (name) => {
      const members = open.get(name) ?? new Set<LocalChannel>();
      open.set(name, members);
      const channel: LocalChannel = {
        isClosed: false,
        heard: new Listeners(),
        post: (message) => {
          if (channel.isClosed) return;
          for (const other of members) if (other !== channel) deliver(other, message);
        },
        close: () => {
          channel.isClosed = true;
          members.delete(channel);
        },
      };
      members.add(channel);
      return channel;
    },
  };
}

function deliver(to: LocalChannel, message: unknown): void {
  const clone = copyOf(message);
  queueMicrotask(() => {
    if (!to.isClosed) to.heard.tell(clone);
  });
}

/** Messages are data: texts, numbers, flags, lists and objects. Test environments may be without `structuredClone`. */
function copyOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  if (Array.isArray(message)) return message.map(copyOf);
  return Object.fromEntries(Object.entries(message).map(([name, each]) => [name, copyOf(each)]));
}
