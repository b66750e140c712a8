import { describe, expect, it } from 'vitest';
import { isA, isNumber, isText } from '../kernel/check.ts';
import { fakeStore } from '../testing/fake-store.ts';
import { collection } from './system-record.ts';
import { PLACES } from './system-tree.ts';
import { DamagedRangeError } from './tree/page-fault.ts';
import { textRow } from '../testing/text-rows.ts';

interface Note {
  readonly text: string;
  readonly at: number;
}

const notes = collection(PLACES.consumer, isA<Note>({ text: isText(), at: isNumber }));
const note = (text: string): Note => ({ text, at: 1 });

/** A store in which a record stands as it is. */
function storeWith(text: string): ReturnType<typeof fakeStore> {
  const store = fakeStore();
  const { tree } = notes;
  store.append([
    { kind: 'put', tree, key: notes.key('a'), row: textRow(text), sizeBytes: text.length },
  ]);
  return store;
}

describe('a collection of system records', () => {
  it('finds what was put, until it is removed', () => {
    const store = fakeStore();
    store.append([notes.put('a', note('first')), notes.put('b', note('second'))]);
    expect(notes.find(store, 'a')).toEqual(note('first'));
    store.append([notes.remove('a')]);
    expect(notes.find(store, 'a')).toBeUndefined();
    expect(notes.find(store, 'b')).toEqual(note('second'));
  });

  it('visits the records whose names begin so, and those of no other kind', () => {
    const store = fakeStore();
    const others = collection(PLACES.closedStream, isText());
    store.append([others.put('a/1', 'of another kind')]);
    store.append(['a/1', 'a/2', 'b/1'].map((name) => notes.put(name, note(name))));
    const seen: string[] = [];
    const see = ({ text }: Note): boolean => {
      seen.push(text);
      return seen.length < 3;
    };
    notes.visit(store, 'a/', see);
    expect(seen).toEqual(['a/1', 'a/2']);
    notes.visit(store, '', see);
    expect(seen).toEqual(['a/1', 'a/2', 'a/1']);
  });

  it.each(['{}', '{"text":1,"at":1}', '{"text":"a"', 'null', '[]', '"a"'])(
    'tells of a record that is none: %s',
    (text) => {
      const store = storeWith(text);
      const damage = expect.objectContaining({
        tree: notes.tree,
        low: 'consumer a',
        high: 'consumer a\0',
        message: 'the record there is none that hashrange writes',
      }) as unknown;
      expect(() => notes.find(store, 'a')).toThrow(DamagedRangeError);
      expect(() => notes.find(store, 'a')).toThrow(damage);
      expect(() => notes.visit(store, '', () => true)).toThrow(DamagedRangeError);
      expect(notes.find(store, 'b')).toBeUndefined();
    },
  );

  it('says so where a newer release wrote it', () => {
    const store = storeWith('{"format":2,"letter":"a"}');
    expect(() => notes.find(store, 'a')).toThrow('a newer release of hashrange wrote');
  });
});
