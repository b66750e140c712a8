/** What a failure of hashrange itself is known by, of those that cross from the worker. Stable. */
export type FailureCode =
  | 'in-use'
  | 'storage-lost'
  | 'storage-damaged'
  | 'storage-full'
  | 'storage-refused'
  | 'newer-format'
  | 'unsupported'
  | 'invalid-options'
  | 'protocol'
  | 'closed'
  | 'destroyed'
  | 'device'
  | 'bug';

/** And two of the page: no worker could run, a Region that the handle is not open on. */
export type HashrangeErrorCode = FailureCode | 'worker' | 'wrong-region';
