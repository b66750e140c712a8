import { expose } from 'comlink';
import { brokerPorts } from '../src/platform/port-broker.ts';
import type { BrokerScope } from '../src/platform/port-broker.ts';
import type { WorkerPort } from '../src/rpc/page-port.ts';
import { WorkerDatabase } from './worker-database.ts';

// The same file is a page's worker, and the SharedWorker of all pages.
if ('onconnect' in globalThis) brokerPorts(globalThis as unknown as BrokerScope);
else
  // The first port that comes is that of the control surface; what comes after it are requests.
  addEventListener('message', function begin({ data }: MessageEvent<unknown>) {
    if (!(data instanceof MessagePort)) return;
    removeEventListener('message', begin);
    expose(new WorkerDatabase(globalThis as unknown as WorkerPort), data);
  });
