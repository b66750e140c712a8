import type { PortRequests } from '../../kernel/ports.ts';
import { channelOn } from '../../platform/message-ports.ts';
import { trustedUrl } from '../trusted-url.ts';

/** A connection of its own each time: the broker's process may have died with the tab that it was in. */
function connect(broker: string): MessagePort | undefined {
  if (typeof SharedWorker !== 'function') return undefined;
  try {
    return new SharedWorker(trustedUrl(broker), { name: 'hashrange', type: 'module' }).port;
  } catch {
    // A Content Security Policy, or a browser that takes no such URL.
    return undefined;
  }
}

/** Ports of the owner's worker in another tab, by way of a SharedWorker. */
export const sharedPorts: PortRequests = {
  ask: (broker, name, onPort) => {
    const connection = connect(broker);
    if (connection === undefined) return () => undefined;
    connection.onmessage = ({ ports: [port] }) => {
      connection.close();
      if (port !== undefined) onPort(channelOn(port));
    };
    connection.postMessage([name]);
    return () => connection.close();
  },
};

/** Gives the port to whoever asks the broker for it by this name. */
export function givePort(broker: string, name: string, port: MessagePort): void {
  const connection = connect(broker);
  connection?.postMessage([name], [port]);
  connection?.close();
}
