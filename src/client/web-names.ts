/**
 * The names of the platform that the public types speak of, for programs that are compiled without the DOM's library or with that of
 * ES2023 alone: where the library is there, its own declarations are merged in, and these add nothing.
 */
declare global {
  /* eslint-disable @typescript-eslint/no-empty-object-type -- filled by the platform's library */
  interface AbortSignal {}
  interface MessagePort {}
  interface Request {}
  interface Response {}
  interface Worker {}
  /* eslint-enable @typescript-eslint/no-empty-object-type */
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
  interface AsyncDisposable {
    [Symbol.asyncDispose](): PromiseLike<void>;
  }
}

export {};
