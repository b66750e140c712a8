import type { OwnerMessage, PageMessage } from './protocol.ts';

/** What a worker uses of its own global scope: the way to its page. */
export interface WorkerPort {
  postMessage(message: OwnerMessage, transfer?: readonly object[]): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}

/** The other end: what a page uses of its worker. */
export interface PagePort {
  postMessage(message: PageMessage, transfer?: readonly object[]): void;
  onmessage:
    ((event: { readonly data: unknown; readonly ports: readonly unknown[] }) => void) | null;
}
