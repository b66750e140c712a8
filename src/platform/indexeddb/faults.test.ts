import { describe, expect, it } from 'vitest';
import { DeviceFault } from '../../storage/device/port.ts';
import { faultOf } from './faults.ts';

describe('what an IndexedDB error means', () => {
  it.each([
    ['QuotaExceededError', '', 'quota'],
    ['DataError', 'Failed to write blobs (IOError)', 'quota'],
    ['DataError', 'The parameter is not a valid key.', 'aborted'],
    ['ConstraintError', '', 'fenced'],
    ['InvalidStateError', 'The database connection is closing.', 'closed'],
    ['UnknownError', 'Connection to Indexed Database server lost.', 'closed'],
    ['AbortError', 'The connection was closed.', 'closed'],
    ['DataCloneError', '', 'aborted'],
  ])('%s (%s) is %s', (name, message, kind) => {
    const fault = faultOf(new DOMException(message, name));
    expect(fault.kind).toBe(kind);
    expect(fault.message).toContain(name);
  });

  it('leaves undecided what ended without a reason', () => {
    expect(faultOf(null).kind).toBe('closed');
  });

  it('passes faults through', () => {
    const fault = new DeviceFault('lost', 'gone');
    expect(faultOf(fault)).toBe(fault);
  });
});
