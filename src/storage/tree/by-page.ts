import { lowerBound } from '../../kernel/binary-search.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { RunSection } from '../run/run-codec.ts';

type Changes = Pick<RunSection, 'keys' | 'changes'>;

/** Where the pages of a tree begin. */
interface Fences {
  readonly fences: readonly KeyBytes[];
  /** Index of the page that holds a key. */
  readonly indexOf: (key: KeyBytes) => number;
  /** The fence of the next page. */
  readonly highOf: (index: number) => KeyBytes | undefined;
}

/** Changes of a tree as they belong to its pages, by low fences. */
export function* byPage(
  tree: Fences,
  { keys, changes }: Changes,
): Generator<readonly [KeyBytes, Changes]> {
  for (let i = 0; i < keys.length;) {
    const index = tree.indexOf(keys[i] as KeyBytes);
    const high = tree.highOf(index);
    const end = high === undefined ? keys.length : lowerBound(keys, high, i);
    yield [
      tree.fences[index] as KeyBytes,
      { keys: keys.slice(i, end), changes: changes.slice(i, end) },
    ];
    i = end;
  }
}
