import { Database } from '../client/database.ts';
import type { OpenOptions } from '../client/open.ts';
import { DEFAULT_NAME, settingsOf } from '../client/open.ts';
import type { Transport } from '../client/transport.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/contract.ts';
import { hostWorld } from '../platform/world.ts';
import { memoryDevices } from '../storage/device/memory.ts';

export { Database } from '../client/database.ts';
export type { ClientConfig, RequestOptions, TableShorthand } from '../client/database.ts';
export { HashrangeError, ServiceError } from '../client/errors.ts';
export type { RequestHandler } from '../client/request-handler.ts';
export type { DamagedRange, ScrubReport, Stats } from '../client/transport.ts';

/** As for `open`, without what only a worker has. */
export type MemoryOptions = Omit<OpenOptions, 'worker' | 'storage'>;

/**
 * Opens a fresh database in this thread's memory: the same engine in process, for Node tests and for pages without
 * IndexedDB. Nothing survives `close`; every call gives a database of its own.
 */
export async function openMemory(
  name = DEFAULT_NAME,
  options: MemoryOptions = {},
): Promise<Database> {
  const settings = settingsOf(name, options);
  const engine = await createEngine(
    { world: hostWorld(), devices: memoryDevices() },
    { ...settings, expectedStoreId: undefined },
  );
  return new Database(name, settings.region, inProcess(engine));
}

function inProcess(engine: Engine): Transport {
  return {
    request: (target, bodyText, signal) =>
      new Promise((resolve, reject) => {
        if (signal === undefined) {
          engine.submit(target, bodyText, resolve);
          return;
        }
        const abort = (): void => {
          reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
        };
        if (signal.aborted) {
          abort();
          return;
        }
        signal.addEventListener('abort', abort, { once: true });
        engine.submit(target, bodyText, resolve, signal);
      }),
    flushed: () => engine.flushed(),
    scrub: () => engine.scrub(),
    stats: () => Promise.resolve(engine.stats()),
    close: () => engine.close(),
    destroy: () => engine.destroy(),
  };
}
