import { abortError } from '../client/abort.ts';
import { HashrangeError } from '../client/errors.ts';
import type { DatabaseSettings } from '../client/open.ts';
import type { PageRequest, ReadAnswer, WireAnswer } from '../client/link/wire-answer.ts';
import { Subscriptions } from '../client/link/subscriptions.ts';
import { nextRequestId } from '../client/link/request-ids.ts';
import { inProcessLocks } from '../client/browser/in-process-locks.ts';
import type { Transport } from '../client/link/transport.ts';
import type { Channels } from '../kernel/channel.ts';
import type { Engine } from '../engine/engine-interface.ts';
import { createEngine } from '../engine/engine.ts';
import { browserWorld } from '../platform/browser-world.ts';
import { wrongSetting } from '../rpc/open-option-checks.ts';
import { memoryDevices } from '../storage/device/memory.ts';

const GONE = 'the database was destroyed';

/** An engine on a memory device in this thread, reached without messages. */
export async function openEngine(
  settings: DatabaseSettings,
  channels: Channels,
): Promise<Transport> {
  const wrong = wrongSetting(settings);
  if (wrong !== undefined) throw new HashrangeError('invalid-options', wrong);
  const world = browserWorld();
  const devices = memoryDevices();
  const engine = await createEngine(
    { world, devices, channels },
    { ...settings, expectedStoreId: undefined },
  );
  const subscriptions = new Subscriptions(() => undefined);
  // Not in the midst of the engine's work: who hears of it may ask for more.
  engine.listen((event) => queueMicrotask(() => subscriptions.tell(event)));
  let isDestroyed = false;
  const unless = <T>(work: () => Promise<T>): Promise<T> =>
    isDestroyed ? Promise.reject(new HashrangeError('destroyed', GONE)) : work();
  return {
    locks: inProcessLocks(),
    world,
    isStored: false,
    subscriptions,
    request: (envelope, signal, read) => unless(() => request(engine, envelope, signal, read)),
    flushed: () => unless(() => engine.flushed()),
    scrub: () => unless(() => engine.scrub()),
    stats: () => unless(() => Promise.resolve({ ...engine.stats(), role: 'owner', tabs: 1 })),
    close: () => engine.close(),
    destroy: () => {
      isDestroyed = true;
      const { region } = engine;
      subscriptions.tell({ type: 'ended', region, code: 'destroyed', message: GONE });
      engine.abandon(GONE);
      return devices.destroy();
    },
  };
}

function request<T>(
  engine: Engine,
  envelope: PageRequest,
  signal: AbortSignal | undefined,
  read: ReadAnswer<T>,
): Promise<T> {
  const answered = new Promise<WireAnswer>((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortError(signal));
      return;
    }
    const abort = (): void => {
      if (signal !== undefined) reject(abortError(signal));
    };
    signal?.addEventListener('abort', abort, { once: true });
    engine.submit(
      envelope,
      ({ status, body }) => {
        signal?.removeEventListener('abort', abort);
        resolve({ status, body, requestId: nextRequestId() });
      },
      signal,
    );
  });
  return answered.then(read);
}
