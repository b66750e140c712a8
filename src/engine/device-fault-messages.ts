import type { DeviceFault } from '../storage/device/port.ts';
import { DynamoError } from '../wire/dynamo-error.ts';

const FAULT_MESSAGES: Readonly<Record<DeviceFault['kind'], string>> = {
  quota:
    "There is no room left: the browser's storage quota for this site is used up, or the disk is full. Reads go on; nothing was written. " +
    'Delete data or allow more storage, then try again.',
  aborted: 'The browser refused to store this write: nothing was written. Try again.',
  fenced: 'Another owner has taken over this database: this one has stopped.',
  closed:
    'The connection to the browser storage was lost: whether this request was applied is undecided.',
  hung: 'The browser storage did not answer: whether this request was applied is undecided.',
  lost: 'The browser has removed this database while it was open.',
};

/** The answer to a request that the platform has failed: a retryable 500, in words for people. */
export function faultAnswer({ kind }: DeviceFault): DynamoError {
  return new DynamoError('InternalServerError', FAULT_MESSAGES[kind]);
}
