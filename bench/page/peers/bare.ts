import { PortClient } from '../../../src/client/port-client.ts';
import type { Port } from '../../../src/rpc/port-session.ts';
import type { Peer } from '../peer.ts';
import { overWire } from './over-wire.ts';

/**
 * What the hops alone cost: the same calls, texts and messages, and in the worker nothing but parsing, a map and group
 * commits (see `bare-worker.ts`). An engine on this road comes on top: what hashrange takes more is its own.
 */
export function bare(): Peer {
  let worker: Worker;
  let client: PortClient;
  const request = (
    target: string,
    bodyText: string,
  ): Promise<{ readonly status: number; readonly body: string }> =>
    client.request(target, bodyText);
  return {
    ...overWire(request),
    name: 'bare hops',
    open: async (name) => {
      worker = new Worker(new URL('./bare-worker.ts', import.meta.url), { type: 'module' });
      client = new PortClient(worker as unknown as Port);
      await request('open', `bare-${name}`);
    },
    settle: async () => {
      await request('settle', '');
    },
    close: async () => {
      await request('close', '');
      worker.terminate();
    },
  };
}
