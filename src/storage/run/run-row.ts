import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import type { ClaimedChange } from '../claim.ts';
import type { RunName } from '../page/page-key.ts';
import { storedItem } from '../stored-item.ts';
import { rowOfText } from '../text-rows.ts';
import type { KeyRange, Lsn, TreeId } from '../store.ts';
import type { RowSpan, RunSection } from './run-codec.ts';
import { ENTRY_BYTES, NOTHING, ORIGIN_UNIT, rowContent, SECTION_BYTES } from './run-codec.ts';

/** The entries of one tree in a row: `[from, to)`. */
interface Stretch {
  readonly tree: TreeId;
  readonly from: number;
  readonly to: number;
}

/** Items of entries that follow each other, of which the first begins at `start` in the row. */
interface ItemCopy {
  readonly bytes: Uint8Array;
  readonly start: number;
}

/**
 * A row of a sorted run as it was read. Keys are made and items copied when they are asked for, into memory of their own: a page takes a
 * few of a row, and must not keep the rest of it alive.
 */
export class RunRow {
  readonly #bytes: number;
  readonly #stretches: readonly Stretch[];
  readonly #entries: DataView;
  /** All keys, one behind the other. */
  readonly #keys: string;
  /** All items, one behind the other. */
  readonly #items: Uint8Array;
  /** Where the key and the item of each entry begin, and the last ones end. */
  readonly #keyAt: Uint32Array;
  readonly #itemAt: Uint32Array;

  /** Whether items stand in it as text. */
  readonly #isText: boolean;

  private constructor(content: ByteReader, bytes: number, isText: boolean) {
    this.#isText = isText;
    const [sectionCount, count] = [content.u32(), content.u32()];
    const [keyBytes, itemBytes] = [content.u32(), content.u32()];
    this.#bytes = bytes;
    this.#stretches = stretchesOf(content, sectionCount);
    const entries = content.bytes(count * ENTRY_BYTES);
    this.#entries = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
    this.#keys = oneByteStringOf(content.bytes(keyBytes));
    this.#items = content.bytes(itemBytes);
    this.#keyAt = new Uint32Array(count + 1);
    this.#itemAt = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) {
      const at = i * ENTRY_BYTES;
      const itemLength = this.#entries.getUint32(at + 2, true) % ORIGIN_UNIT;
      this.#keyAt[i + 1] = (this.#keyAt[i] as number) + this.#entries.getUint16(at, true);
      this.#itemAt[i + 1] = (this.#itemAt[i] as number) + itemLength;
    }
  }

  /** Reads a whole row; undefined for bytes that are not this row, whatever they are. */
  static read(run: RunName, number: number, bytes: Uint8Array): RunRow | undefined {
    const row = rowContent(run, number, bytes);
    return row && new RunRow(row.content, bytes.length, row.isText);
  }

  get sections(): readonly RunSection[] {
    return this.#stretches.map((stretch) => this.#sectionOf(stretch));
  }

  get span(): RowSpan {
    const first = this.#stretches[0] as Stretch;
    const last = this.#stretches[this.#stretches.length - 1] as Stretch;
    return {
      first: { tree: first.tree, key: ownCopy(this.#keyOf(first.from)) },
      last: { tree: last.tree, key: ownCopy(this.#keyOf(last.to - 1)) },
      bytes: this.#bytes,
    };
  }

  /** The changes of a tree to the keys of `range`. */
  within(tree: TreeId, { from, to }: KeyRange): RunSection {
    const stretch = this.#stretches.find((each) => each.tree === tree);
    if (stretch === undefined) return { tree, keys: [], changes: [] };
    const first = this.#lowerBound(stretch, from);
    const end = to === undefined ? stretch.to : this.#lowerBound(stretch, to);
    return this.#sectionOf({ tree, from: first, to: end });
  }

  /** The change of a key of a tree. */
  find(tree: TreeId, key: KeyBytes): ClaimedChange | undefined {
    const stretch = this.#stretches.find((each) => each.tree === tree);
    if (stretch === undefined) return undefined;
    const index = this.#lowerBound(stretch, key);
    if (index === stretch.to || this.#keyOf(index) !== key) return undefined;
    return this.#changeOf(tree, index, this.#copyOf(index, index + 1));
  }

  #sectionOf({ tree, from, to }: Stretch): RunSection {
    const keys: KeyBytes[] = [];
    const changes: ClaimedChange[] = [];
    const copy = this.#copyOf(from, to);
    for (let i = from; i < to; i++) {
      keys.push(ownCopy(this.#keyOf(i)));
      changes.push(this.#changeOf(tree, i, copy));
    }
    return { tree, keys, changes };
  }

  #keyOf(index: number): KeyBytes {
    return this.#keys.slice(this.#keyAt[index], this.#keyAt[index + 1]) as KeyBytes;
  }

  /** The items of these entries, in memory of their own. */
  #copyOf(from: number, to: number): ItemCopy {
    const start = this.#itemAt[from] as number;
    return { bytes: this.#items.slice(start, this.#itemAt[to]), start };
  }

  #changeOf(tree: TreeId, index: number, { bytes, start }: ItemCopy): ClaimedChange {
    const at = index * ENTRY_BYTES;
    const bytesAndOrigin = this.#entries.getUint32(at + 2, true);
    const sizeBytes = this.#entries.getUint32(at + 6, true);
    const lsn = this.#entries.getFloat64(at + 18, true) as Lsn;
    const claim = {
      lsn: this.#entries.getFloat64(at + 26, true) as Lsn,
      replaces: this.#entries.getUint32(at + 34, true),
    };
    if (sizeBytes === NOTHING) return { item: undefined, lsn, claim, falseClaims: [] };
    const from = (this.#itemAt[index] as number) - start;
    const to = (this.#itemAt[index + 1] as number) - start;
    const version = {
      stamp: this.#entries.getFloat64(at + 10, true),
      origin: Math.floor(bytesAndOrigin / ORIGIN_UNIT),
    };
    const stored = { bytes, from, to };
    const row = this.#isText ? rowOfText(tree, stored, sizeBytes) : stored;
    const item = storedItem(row, sizeBytes, version);
    return { item, lsn, claim, falseClaims: [] };
  }

  #lowerBound({ from, to }: Stretch, wanted: KeyBytes): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keyOf(middle) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function stretchesOf(content: ByteReader, count: number): readonly Stretch[] {
  const directory = new ByteReader(content.bytes(count * SECTION_BYTES));
  let from = 0;
  return Array.from({ length: count }, () => {
    const tree = directory.f64() as TreeId;
    const to = from + directory.u32();
    const stretch = { tree, from, to };
    from = to;
    return stretch;
  });
}
