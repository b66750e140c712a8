import type { Channel, Channels } from '../kernel/channel.ts';

/** Channels between the pages and workers of one site. */
export const broadcastChannels: Channels = {
  open: (name) => {
    const broadcast = new BroadcastChannel(name);
    const channel: Channel = {
      onMessage: undefined,
      post: (message) => broadcast.postMessage(message),
      close: () => broadcast.close(),
    };
    broadcast.onmessage = ({ data }) => channel.onMessage?.(data);
    return channel;
  },
};
