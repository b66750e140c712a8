import type { DeviceFaultKind } from '../../storage/device/port.ts';
import { DeviceFault } from '../../storage/device/port.ts';

/** What an IndexedDB error means for a batch. Source: reliability.md, B11, B12, B15. */
function kindOf(name: string, message: string): DeviceFaultKind {
  switch (name) {
    case 'QuotaExceededError':
      return 'quota';
    case 'DataError':
      return message.includes('write blobs') ? 'quota' : 'aborted';
    case 'ConstraintError':
      return 'fenced';
    case 'InvalidStateError':
    case 'UnknownError':
    case 'NotFoundError':
    case 'TransactionInactiveError':
      return 'closed';
    default:
      return 'aborted';
  }
}

/** The fault for an error that IndexedDB threw or reported. */
export function faultOf(error: unknown, fallback: DeviceFaultKind): DeviceFault {
  if (error instanceof DeviceFault) return error;
  if (!(error instanceof DOMException)) {
    const message = error instanceof Error ? error.message : String(error);
    return new DeviceFault(fallback, message, { cause: error });
  }
  return new DeviceFault(kindOf(error.name, error.message), `${error.name}: ${error.message}`, {
    cause: error,
  });
}
