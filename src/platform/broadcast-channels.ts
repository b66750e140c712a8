import type { Channel, Channels } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';

/** Channels between the pages and workers of one site. */
export const broadcastChannels: Channels = {
  open: (name) => {
    const broadcast = new BroadcastChannel(name);
    const channel: Channel = {
      heard: new Listeners(),
      // As many may hear it as have the channel open: nothing can be transferred.
      post: (message) => broadcast.postMessage(message),
      close: () => broadcast.close(),
    };
    broadcast.onmessage = ({ data }) => channel.heard.tell(data);
    return channel;
  },
};
