import type { Channel } from '../kernel/channel.ts';

/** One end of a MessageChannel as a {@link Channel}: who has the other end alone hears it. */
export function channelOn(port: MessagePort): Channel {
  const channel: Channel = {
    onMessage: undefined,
    post: (message) => port.postMessage(message),
    close: () => port.close(),
  };
  port.onmessage = ({ data }) => channel.onMessage?.(data);
  return channel;
}
