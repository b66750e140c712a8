import { expose } from 'comlink';
import { WorkerDatabase } from './worker-database.ts';

expose(new WorkerDatabase());
