import type { Channel } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';

/** One end of a MessageChannel as a {@link Channel}: who has the other end alone hears it. */
export function channelOn(port: MessagePort): Channel {
  const channel: Channel = {
    heard: new Listeners(),
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    close: () => port.close(),
  };
  port.onmessage = ({ data }) => channel.heard.tell(data);
  return channel;
}
