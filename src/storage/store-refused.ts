/** The store cannot be opened, and why, in words for people: trying again does not help. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly code:
    | 'storage-lost'
    | 'storage-damaged'
    | 'storage-full'
    | 'storage-refused'
    | 'newer-format'
    | 'unsupported';

  constructor(code: StoreRefused['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
