import { utf8ByteString } from '../item/utf8-order.ts';
import { isA, isText } from '../kernel/check.ts';
import type { Change, Store } from '../storage/store.ts';
import { collection } from '../storage/system-record.ts';
import { PLACES } from '../storage/system-tree.ts';

const consumers = collection(PLACES.consumer, isA<{ readonly state: string }>({ state: isText() }));

/** What the consumer of that name has put down; undefined where there is nothing. */
export function findConsumerState(store: Store, name: string): string | undefined {
  return consumers.find(store, utf8ByteString(name))?.state;
}

/** Puts down `state`, or forgets the consumer. */
export function consumerChange(name: string, state: string | undefined): Change {
  const bytes = utf8ByteString(name);
  return state === undefined ? consumers.remove(bytes) : consumers.put(bytes, { state });
}
