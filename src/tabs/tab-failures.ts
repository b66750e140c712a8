import type { Failure, CallOutcome } from '../rpc/protocol.ts';
import type { FailureCode } from '../wire/failure-code.ts';

/** The page and the worker are of different releases. */
export class ProtocolMismatch extends Error {
  override readonly name = 'ProtocolMismatch';

  constructor() {
    super('the page and its worker are of different releases of hashrange: reload the page');
  }
}

/** An option of `open` is of no valid form. */
export class WrongOptions extends Error {
  override readonly name = 'WrongOptions';
}

/** Another tab owns the database, and did not let go in time. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';

  constructor() {
    super(
      'The database is open in another tab, and tabs cannot share one at this address or in this browser: close it there, or serve the ' +
        'page over https or from localhost.',
    );
  }
}

/** The browser gives this page no lock. */
export class LockRefused extends Error {
  override readonly name = 'LockRefused';

  constructor(lock: string) {
    super(`the browser refuses this page the lock ${lock}`);
  }
}

/** Errors cross to the page as data. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<CallOutcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: failureOf(error) };
  }
}

const NO_ROOM =
  'The browser has no room left to open this database: free some on the disk, or let this site store more.';

export function failureOf(error: unknown): Failure {
  const { name, message, code, kind, lost } = error as Error & {
    readonly code?: FailureCode;
    readonly kind?: string;
    readonly lost?: string;
  };
  if (name === 'StoreRefused' && code !== undefined) return { code, message, lost };
  if (name === 'LockRefused') return { code: 'storage-refused', message };
  if (name === 'DatabaseInUse') return { code: 'in-use', message };
  if (name === 'WrongOptions') return { code: 'invalid-options', message };
  if (name === 'ProtocolMismatch') return { code: 'protocol', message };
  if (name === 'DeviceFault' && kind === 'quota') return { code: 'storage-full', message: NO_ROOM };
  if (name === 'DeviceFault') return { code: kind === 'lost' ? 'storage-lost' : 'device', message };
  return { code: 'bug', message };
}
