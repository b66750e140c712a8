import { utf8ByteString } from '../item/utf8.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { CURSOR_TREE } from '../storage/store.ts';
import type { Change, Store } from '../storage/store.ts';

/** What the consumer of that name has put down; undefined where there is nothing. */
export function findConsumerState(store: Store, name: string): string | undefined {
  const item = store.get(CURSOR_TREE, consumerKey(name));
  if (item === undefined) return undefined;
  return (JSON.parse(item.text) as { readonly state: string }).state;
}

/** Puts down `state`, or forgets the consumer. */
export function consumerChange(name: string, state: string | undefined): Change {
  const key = consumerKey(name);
  if (state === undefined) return { kind: 'delete', tree: CURSOR_TREE, key };
  const text = JSON.stringify({ state });
  return { kind: 'put', tree: CURSOR_TREE, key, text, sizeBytes: text.length };
}

function consumerKey(name: string): KeyBytes {
  return `consumer ${utf8ByteString(name)}` as KeyBytes;
}
