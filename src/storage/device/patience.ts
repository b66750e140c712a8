import type { Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import { DeviceFault } from './port.ts';

/** A device that says nothing for this long is taken for hung. Chromium aborts a stuck transaction after 60 s. */
export const DEVICE_TIMEOUT_MS = 20_000;

/**
 * The device's answer, or the fault that stands for it: `hung` when it says nothing for {@link DEVICE_TIMEOUT_MS},
 * `closed` for any error that is no fault.
 */
export async function answerOf<T>(
  world: World,
  answer: Promise<T>,
): Promise<{ readonly value: T } | { readonly fault: DeviceFault }> {
  let timer: Timer | undefined;
  const hung = new Promise<{ readonly fault: DeviceFault }>((resolve) => {
    timer = world.scheduler.after(DEVICE_TIMEOUT_MS, () => {
      resolve({ fault: new DeviceFault('hung', 'the storage device does not answer') });
    });
  });
  const told = answer.then(
    (value) => ({ value }),
    (error: unknown) => ({ fault: toFault(error) }),
  );
  try {
    return await Promise.race([told, hung]);
  } finally {
    timer?.cancel();
  }
}

function toFault(error: unknown): DeviceFault {
  if (error instanceof DeviceFault) return error;
  return new DeviceFault('closed', 'the storage device failed', { cause: error });
}
