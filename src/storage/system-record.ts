import { successor } from '../item/key-codec.ts';
import type { Check } from '../kernel/check.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { bytesIn, sliceOf } from '../kernel/slice.ts';
import { utf8Bytes, utf8Text } from '../kernel/utf8-codec.ts';
import type { Change, Store } from './store.ts';
import type { StoredItem } from './stored-item.ts';
import type { RecordPlace } from './system-tree.ts';
import { DamagedRangeError } from './tree/page-fault.ts';

/** The records of one kind, by names of one-byte characters. Reads throw `DamagedRangeError` for a record of no known form. */
export interface Collection<Value> extends RecordPlace {
  readonly key: (name: string) => KeyBytes;
  readonly find: (store: Pick<Store, 'find'>, name: string) => Value | undefined;
  /** What stands in a record of this kind that was found otherwise. */
  readonly decode: (key: KeyBytes, item: StoredItem) => Value;
  /** Visits the records whose names begin with `start`, in their order, until `visit` answers false. */
  readonly visit: (
    store: Pick<Store, 'scan'>,
    start: string,
    visit: (value: Value, key: KeyBytes) => boolean,
  ) => void;
  readonly put: (name: string, value: Value) => Change;
  readonly remove: (name: string) => Change;
}

/** The newest form of a record that this build reads. A record without `format` is of the first. */
const FORMAT = 1;

/** The records at a place, JSON text each, of which `check` tells whether it is one. */
export function collection<Value>(
  { tree, prefix }: RecordPlace,
  check: Check<Value>,
): Collection<Value> {
  const key = (name: string): KeyBytes => (prefix + name) as KeyBytes;
  const decode = (at: KeyBytes, item: StoredItem): Value => {
    const value = parsed(item);
    if (check(value)) return value;
    throw new DamagedRangeError(tree, at, `${at}\0` as KeyBytes, reasonOf(value));
  };
  return {
    tree,
    prefix,
    key,
    decode,
    find: (store, name) => {
      const item = store.find(tree, key(name));
      return item === undefined ? undefined : decode(key(name), item);
    },
    visit: (store, start, visit) => {
      const from = key(start);
      store.scan(tree, { from, to: successor(from) }, { reverse: false }, (at, item) =>
        visit(decode(at, item), at),
      );
    },
    put: (name, value) => {
      const text = JSON.stringify(value);
      const row = sliceOf(utf8Bytes(text));
      return { kind: 'put', tree, key: key(name), row, sizeBytes: text.length };
    },
    remove: (name) => ({ kind: 'delete', tree, key: key(name) }),
  };
}

function parsed(item: StoredItem): unknown {
  try {
    return JSON.parse(utf8Text(bytesIn(item)));
  } catch {
    return undefined;
  }
}

function reasonOf(value: unknown): string {
  const { format = FORMAT } = (value ?? {}) as { readonly format?: unknown };
  const isNewer = typeof format === 'number' && format > FORMAT;
  return isNewer
    ? 'a newer release of hashrange wrote the record there'
    : 'the record there is none that hashrange writes';
}
