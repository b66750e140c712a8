import { expose } from 'comlink';
import type { WorkerPort } from '../src/rpc/port.ts';
import { WorkerDatabase } from './worker-database.ts';

/** The first message is the port of the control surface; those after it are requests. */
addEventListener(
  'message',
  ({ data }: MessageEvent<MessagePort>) => {
    expose(new WorkerDatabase(globalThis as unknown as WorkerPort), data);
  },
  { once: true },
);
