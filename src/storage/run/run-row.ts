import { ByteReader, oneByteStringOf } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { ownCopy } from '../../kernel/key-bytes.ts';
import { utf8Text } from '../../kernel/utf8-codec.ts';
import type { ClaimedChange } from '../claim.ts';
import type { RunName } from '../page/page-key.ts';
import type { KeyRange, Lsn, TreeId } from '../store.ts';
import type { RowSpan, RunSection } from './run-codec.ts';
import { ENTRY_BYTES, NOTHING, ORIGIN_UNIT, rowContent, SECTION_BYTES } from './run-codec.ts';

/** The entries of one tree in a row: `[from, to)`. */
interface Stretch {
  readonly tree: TreeId;
  readonly from: number;
  readonly to: number;
}

/**
 * A row of a sorted run as it was read. Keys and texts are made when they are asked for, each in memory of its own: a page takes a few
 * of a row, and must not keep the rest of it alive.
 */
export class RunRow {
  readonly #bytes: number;
  readonly #stretches: readonly Stretch[];
  readonly #entries: DataView;
  /** All keys, one behind the other. */
  readonly #keys: string;
  readonly #texts: Uint8Array;
  /** Where the key and the text of each entry begin, and the last ones end. */
  readonly #keyAt: Uint32Array;
  readonly #textAt: Uint32Array;

  private constructor(content: ByteReader, bytes: number) {
    const [sectionCount, count] = [content.u32(), content.u32()];
    const [keyBytes, textBytes] = [content.u32(), content.u32()];
    this.#bytes = bytes;
    this.#stretches = stretchesOf(content, sectionCount);
    const entries = content.bytes(count * ENTRY_BYTES);
    this.#entries = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
    this.#keys = oneByteStringOf(content.bytes(keyBytes));
    this.#texts = content.bytes(textBytes);
    this.#keyAt = new Uint32Array(count + 1);
    this.#textAt = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) {
      const at = i * ENTRY_BYTES;
      const textLength = this.#entries.getUint32(at + 2, true) % ORIGIN_UNIT;
      this.#keyAt[i + 1] = (this.#keyAt[i] as number) + this.#entries.getUint16(at, true);
      this.#textAt[i + 1] = (this.#textAt[i] as number) + textLength;
    }
  }

  /** Reads a whole row; undefined for bytes that are not this row, whatever they are. */
  static read(run: RunName, number: number, bytes: Uint8Array): RunRow | undefined {
    const content = rowContent(run, number, bytes);
    return content === undefined ? undefined : new RunRow(content, bytes.length);
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
    return index < stretch.to && this.#keyOf(index) === key ? this.#changeOf(index) : undefined;
  }

  #sectionOf({ tree, from, to }: Stretch): RunSection {
    const keys: KeyBytes[] = [];
    const changes: ClaimedChange[] = [];
    for (let i = from; i < to; i++) {
      keys.push(ownCopy(this.#keyOf(i)));
      changes.push(this.#changeOf(i));
    }
    return { tree, keys, changes };
  }

  #keyOf(index: number): KeyBytes {
    return this.#keys.slice(this.#keyAt[index], this.#keyAt[index + 1]) as KeyBytes;
  }

  #changeOf(index: number): ClaimedChange {
    const at = index * ENTRY_BYTES;
    const bytesAndOrigin = this.#entries.getUint32(at + 2, true);
    const sizeBytes = this.#entries.getUint32(at + 6, true);
    const lsn = this.#entries.getFloat64(at + 18, true) as Lsn;
    const claim = {
      lsn: this.#entries.getFloat64(at + 26, true) as Lsn,
      replaces: this.#entries.getUint32(at + 34, true),
    };
    if (sizeBytes === NOTHING) return { item: undefined, lsn, claim, falseClaims: [] };
    const textBytes = bytesAndOrigin % ORIGIN_UNIT;
    const item = {
      text: utf8Text(this.#texts.subarray(this.#textAt[index], this.#textAt[index + 1])),
      textBytes,
      sizeBytes,
      stamp: this.#entries.getFloat64(at + 10, true),
      origin: (bytesAndOrigin - textBytes) / ORIGIN_UNIT,
    };
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
