import type { DeviceFaultKind } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';

/**
 * What an IndexedDB error means for a batch.
 *
 * The connection's death aborts a transaction with AbortError or with no error at all, and by then its commit may have
 * reached the disk: that is `closed` (undecided), never `aborted`. Source: docs/reference/platform.md, B3, B11, B12, B15.
 */
function kindOf(name: string, message: string): DeviceFaultKind {
  switch (name) {
    case 'QuotaExceededError':
      return 'quota';
    case 'DataError':
      return message.includes('write blobs') ? 'quota' : 'aborted';
    case 'ConstraintError':
      return 'fenced';
    case 'AbortError':
    case 'InvalidStateError':
    case 'NotFoundError':
    case 'TransactionInactiveError':
    case 'UnknownError':
      return 'closed';
    default:
      return 'aborted';
  }
}

/** The fault for what IndexedDB threw or reported; `null` is a transaction that ended without a reason. */
export function faultOf(error: unknown): DeviceFault {
  if (error instanceof DeviceFault) return error;
  if (error === null) return new DeviceFault('closed', 'the transaction ended without a reason');
  const { name, message } = error instanceof Error ? error : new Error('an unknown failure');
  return new DeviceFault(kindOf(name, message), `${name}: ${message}`, { cause: error });
}
