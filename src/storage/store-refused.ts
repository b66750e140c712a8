/** The store cannot be opened, and why, in words for people: trying again does not help. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly code:
    | 'storage-lost'
    | 'storage-damaged'
    | 'storage-full'
    | 'storage-refused'
    | 'newer-format'
    | 'destroyed'
    | 'unsupported';
  /** Id of a store that is lost. */
  readonly lost: string | undefined;

  constructor(
    code: StoreRefused['code'],
    message: string,
    { lost, ...options }: ErrorOptions & { readonly lost?: string } = {},
  ) {
    super(message, options);
    this.code = code;
    this.lost = lost;
  }
}
