import { abortError } from '../client/abort.ts';
import type { DatabaseSettings } from '../client/open.ts';
import type { Transport } from '../client/transport.ts';
import type { Answer, Engine } from '../engine/contract.ts';
import { createEngine } from '../engine/engine.ts';
import { browserWorld } from '../platform/world.ts';
import { memoryDevices } from '../storage/device/memory.ts';

/** An engine on a memory device in this thread, reached without messages. */
export async function openEngine(settings: DatabaseSettings): Promise<Transport> {
  const deps = { world: browserWorld(), devices: memoryDevices() };
  const engine = await createEngine(deps, { ...settings, expectedStoreId: undefined });
  return {
    request: (target, bodyText, signal) =>
      signal === undefined
        ? engine.request(target, bodyText)
        : abortable(engine, target, bodyText, signal),
    flushed: () => engine.flushed(),
    scrub: () => engine.scrub(),
    stats: () => Promise.resolve(engine.stats()),
    close: () => engine.close(),
    destroy: () => engine.destroy(),
  };
}

function abortable(
  engine: Engine,
  target: string,
  bodyText: string,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(abortError(signal));
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    const answer = (given: Answer): void => {
      signal.removeEventListener('abort', abort);
      resolve(given);
    };
    engine.submit(target, bodyText, answer, signal);
  });
}
