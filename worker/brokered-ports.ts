import type { PortOffers } from '../src/kernel/ports.ts';
import { channelOn } from '../src/platform/message-ports.ts';
import type { WorkerPort } from '../src/rpc/page-port.ts';
import type { OpenOptions } from '../src/rpc/protocol.ts';

/** The page at `page` takes the other end to the broker: no worker but a page may start a SharedWorker. */
export function brokeredPorts(
  source: OpenOptions['broker'],
  page: WorkerPort,
): PortOffers | undefined {
  if (source === undefined) return undefined;
  const broker = source === 'same file' ? globalThis.location.href : source;
  return {
    broker,
    offer: (name) => {
      const { port1, port2 } = new MessageChannel();
      page.postMessage({ port: name, broker }, [port2]);
      return channelOn(port1);
    },
  };
}
