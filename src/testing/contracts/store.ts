import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import type { LoggedStore } from '../../storage/log/logged-store.ts';
import type { LogRecord } from '../../storage/log/log-record.ts';
import type { Change, KeyRange, Lsn, TreeId } from '../../storage/store.ts';
import { contentOf, findText, textIn, textRow } from '../text-rows.ts';

interface Made {
  readonly store: LoggedStore;
  /** Runs a turn, again where pages are missing. */
  readonly turn: <T>(work: () => T) => Promise<T>;
  /** Resolves when all that was appended is durable. */
  readonly durable: () => Promise<void>;
}

const key = (text: string): KeyBytes => text as KeyBytes;
const WHOLE: KeyRange = { from: key(''), to: undefined };

function put(tree: TreeId, name: string, text: string, more: object = {}): Change {
  return {
    kind: 'put',
    tree,
    key: key(name),
    row: textRow(text),
    sizeBytes: text.length * 2,
    ...more,
  };
}

/** The suite that every store passes whose log can be read. */
export function storeContract(name: string, made: () => Promise<Made>): void {
  const opened = async () => {
    const { store, turn, durable } = await made();
    const append = (...changes: Change[]): Promise<Lsn> => turn(() => store.append(changes));
    const names = (tree: TreeId, range: KeyRange, reverse = false, limit = Infinity) =>
      turn(() => {
        const seen: string[] = [];
        store.scan(tree, range, { reverse }, (at) => seen.push(at) < limit);
        return seen;
      });
    const logged = (from: Lsn, tree: TreeId) =>
      turn(() => {
        const seen: LogRecord[] = [];
        const next = store.readLog({ from, trees: [tree] }, (record) => {
          if (record.changes.some((change) => change.tree === tree)) seen.push(record);
          return true;
        });
        return { seen, next };
      });
    const tree = await turn(() => store.newTree());
    await append(put(tree, 'm', 'first'));
    return { store, turn, durable, append, names, logged, tree };
  };

  describe(`a store: ${name}`, () => {
    it('gives what was put, the last of it, until it is deleted', async () => {
      const { store, turn, append, tree } = await opened();
      await append(put(tree, 'm', 'été'));
      const item = await turn(() => store.find(tree, key('m')));
      expect(item && contentOf(item)).toMatchObject({ text: 'été', sizeBytes: 6, origin: 0 });
      expect(item && lengthOf(item)).toBe(5);
      await append({ kind: 'delete', tree, key: key('m') });
      expect(await turn(() => store.find(tree, key('m')))).toBeUndefined();
    });

    it('keeps the version that a write from another Region brings, and makes rising ones of its own', async () => {
      const { store, turn, append, tree } = await opened();
      const version = { stamp: 7, origin: 3 };
      await append(put(tree, 'a', '1', { version }), put(tree, 'b', '1'));
      await append(put(tree, 'c', '1'));
      const [a, b, c] = await turn(() =>
        ['a', 'b', 'c'].map((each) => store.find(tree, key(each))),
      );
      expect(a).toMatchObject(version);
      expect(b?.origin).toBe(0);
      expect(c?.stamp).toBeGreaterThan(b?.stamp ?? Infinity);
    });

    it('visits a range in the order of its keys, backwards too, as far as the visitor wants', async () => {
      const { append, names, tree } = await opened();
      await append(...['z', 'a', '\u00ff', 'mm', ''].map((each) => put(tree, each, `at ${each}`)));
      expect(await names(tree, WHOLE)).toEqual(['', 'a', 'm', 'mm', 'z', '\u00ff']);
      expect(await names(tree, { from: key('a'), to: key('mm') })).toEqual(['a', 'm']);
      expect(await names(tree, { from: key('b'), to: key('z') }, true)).toEqual(['mm', 'm']);
      expect(await names(tree, WHOLE, true, 2)).toEqual(['\u00ff', 'z']);
      expect(await names(tree, { from: key('c'), to: key('c') })).toEqual([]);
      expect(await names(tree, { from: key('z'), to: key('a') })).toEqual([]);
    });

    it('shows a turn what the turn has appended', async () => {
      const { store, turn, tree } = await opened();
      const seen = await turn(() => {
        store.append([put(tree, 'n', 'new')]);
        return findText(store.find(tree, key('n')));
      });
      expect(seen).toBe('new');
    });

    it('numbers records without gaps', async () => {
      const { store, append, tree } = await opened();
      const next = store.nextLsn;
      expect(await append(put(tree, 'a', '1'), put(tree, 'b', '1'))).toBe(next);
      expect(await append(put(tree, 'a', '2'))).toBe(next + 1);
      expect(store.nextLsn).toBe(next + 2);
    });

    it('counts items and their sizes, exactly', async () => {
      const { store, turn, append, tree } = await opened();
      await append(put(tree, 'a', '12345'), put(tree, 'b', '1'));
      await append(put(tree, 'a', '1'), { kind: 'delete', tree, key: key('m') });
      await append({ kind: 'delete', tree, key: key('nobody') });
      expect(await turn(() => store.counts(tree))).toMatchObject({ items: 2, sizeBytes: 4 });
    });

    it('forgets a dropped tree, and gives its id to no other', async () => {
      const { store, turn, append, tree } = await opened();
      await append({ kind: 'dropTree', tree });
      const next = await turn(() => store.newTree());
      expect(next).not.toBe(tree);
      await append(put(next, 'm', 'of the next'));
      expect(await turn(() => store.counts(next))).toMatchObject({ items: 1, sizeBytes: 22 });
    });

    it('tells readers of the log what is durable, in order, and where to go on', async () => {
      const { store, append, durable, logged, tree } = await opened();
      const from = await append(put(tree, 'a', '1'));
      await append({ kind: 'delete', tree, key: key('a'), isExpiry: true });
      await durable();
      expect(store.durableLsn).toBe(store.nextLsn - 1);
      expect(store.oldestLogLsn).toBeLessThanOrEqual(from);
      const { seen, next } = await logged(from, tree);
      const first = seen.map(({ changes }) => changes[0]);
      expect(first).toMatchObject([
        { kind: 'put', key: 'a', oldSizeBytes: undefined },
        { kind: 'delete', key: 'a', isExpiry: true, oldSizeBytes: 2 },
      ]);
      expect(first[0]?.kind === 'put' && textIn(first[0].item)).toBe('1');
      expect(next).toBe(store.nextLsn);
      expect((await logged(next, tree)).seen).toEqual([]);
    });

    it('visits no record behind the one where the visitor has enough', async () => {
      const { store, turn, append, durable, tree } = await opened();
      const from = await append(put(tree, 'a', '1'));
      await append(put(tree, 'a', '2'));
      await durable();
      let visits = 0;
      const next = await turn(() => {
        visits = 0;
        return store.readLog({ from, trees: [tree] }, () => ++visits < 1);
      });
      expect(visits).toBe(1);
      expect(next).toBe(from + 1);
    });

    it('keeps the image before a change in the log for who follows, and for nobody else', async () => {
      const { append, durable, logged, tree } = await opened();
      const from = await append(put(tree, 'm', 'a', { keepsImage: true }));
      await append(put(tree, 'm', 'b', { isFollowed: true, keepsImage: true }));
      await append(put(tree, 'new', 'c', { keepsImage: true }));
      await append(put(tree, 'm', 'd'));
      await durable();
      const { seen } = await logged(from, tree);
      const images = seen.map(({ changes: [change] }) =>
        change?.kind === 'put' ? change.followed : undefined,
      );
      expect(images.map((image) => findText(image?.oldRow))).toEqual([
        'first',
        'a',
        undefined,
        undefined,
      ]);
      expect(images.map((image) => image?.isForIndexes)).toEqual([false, true, false, undefined]);
      expect(images.map((image) => image?.oldVersion?.origin)).toEqual([
        0,
        0,
        undefined,
        undefined,
      ]);
      expect(Object.keys(images[0]?.oldVersion ?? {}).sort()).toEqual(['origin', 'stamp']);
    });
  });
}
