import { pageTime } from '../../../src/client/browser/page-time.ts';
import { RequestQueue } from '../../../src/client/link/request-queue.ts';
import { readText } from '../../../src/client/read-answer.ts';
import { idleTurns, Wakefulness } from '../../../src/client/browser/wakefulness.ts';
import type { OwnerMessage } from '../../../src/rpc/protocol.ts';
import type { PagePort } from '../../../src/rpc/page-port.ts';
import type { Peer } from '../peer.ts';
import { overWire } from './over-wire.ts';

/**
 * What the hops alone cost: the same calls, texts and messages, and in the worker nothing but parsing, a map and group
 * commits (see `bare-worker.ts`). An engine on this road comes on top: what hashrange takes more is its own.
 */
export function bare(): Peer {
  let worker: Worker;
  const client = new RequestQueue(pageTime, {
    wakefulness: new Wakefulness(idleTurns()),
  });
  const request = (
    target: string,
    bodyText: string,
  ): Promise<{ readonly status: number; readonly body: string }> =>
    client.request({ target, body: bodyText }, undefined, readText);
  return {
    ...overWire(request),
    name: 'bare hops',
    open: async (name) => {
      worker = new Worker(new URL('./bare-worker.ts', import.meta.url), { type: 'module' });
      const port = worker as unknown as PagePort;
      port.onmessage = ({ data }) => client.receive(data as OwnerMessage);
      client.connect({
        post: (calls) => port.postMessage(calls),
        window: Number.POSITIVE_INFINITY,
      });
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
