import { HashrangeError, ServiceError } from '../errors.ts';
import type { PageWorld } from '../browser/page-world.ts';
import { backOffMs, hasAborted, pause } from './pause.ts';

const BACK_OFF = { firstMs: 50, mostMs: 5_000 };

/** Answers that ask for another try beside the server's own faults. */
const THROTTLES: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

/** Failures that go by while the database changes hands: none of them says anything about the request. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ServiceError) return error.$fault === 'server' || THROTTLES.has(error.name);
  return error instanceof HashrangeError && ['worker', 'in-use', 'device'].includes(error.code);
}

export function isNamed(error: unknown, name: string): boolean {
  return error instanceof ServiceError && error.name === name;
}

/** Tries again, more and more slowly, for as long as failures are transient and the signal does not abort. */
export async function persist<T>(
  world: PageWorld,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await pause(world, backOffMs(attempt, BACK_OFF), signal);
      if (hasAborted(signal)) throw error;
    }
  }
}
