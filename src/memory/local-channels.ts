import type { Channel, Channels } from '../kernel/channel.ts';

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
        onMessage: undefined,
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
  const clone = structuredClone(message);
  queueMicrotask(() => {
    if (!to.isClosed) to.onMessage?.(clone);
  });
}
