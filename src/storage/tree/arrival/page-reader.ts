import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Device } from '../../device/port.ts';
import type { BranchPage } from '../../page/branch-page.ts';
import { decodeBranchPage } from '../../page/branch-page.ts';
import { decodePage } from '../../page/page-codec.ts';
import { joinPieces, pieceCount } from '../../page/page-pieces.ts';
import { branchPageKey, pageKey, pieceKey } from '../../page/page-key.ts';
import type { TreeId } from '../../store.ts';
import { isSystemTree } from '../../system-tree.ts';
import { LeafNode } from '../leaf-node.ts';

/** Further pieces read in one transaction: 2 MiB, or one page. */
const PIECES_MAX = 35;

export interface PagePlace {
  readonly tree: TreeId;
  readonly low: KeyBytes;
}

/** What a page on the device turned out to be. */
export type LoadedPage =
  { readonly ok: true; readonly node: LeafNode } | { readonly ok: false; readonly reason: string };

/** A page of which only the first piece has been read. */
interface Begun<Place> {
  readonly place: Place;
  readonly first: Uint8Array;
  readonly count: number;
}

/** Reads pages from the device, past the cache, and checks that each is whole and the one that was asked for. */
export class PageReader {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  /** What the branch page tells of the leaf pages; nothing when there is none that can be read. */
  async branch(tree: TreeId): Promise<BranchPage | undefined> {
    const [first] = await this.#device.readPages([branchPageKey(tree, 0)]);
    if (first === undefined) return undefined;
    const names = furtherPieces(pieceCount(first), (i) => branchPageKey(tree, i));
    const pieces = whole(first, names.length > 0 ? await this.#device.readPages(names) : []);
    return pieces === undefined ? undefined : decodeBranchPage(tree, joinPieces(pieces));
  }

  /** All pages that are in one piece come with one transaction, and at once; then the others, so many at a time that memory holds them. */
  async *leaves<Place extends PagePlace>(
    places: readonly Place[],
  ): AsyncGenerator<readonly (readonly [Place, LoadedPage])[]> {
    const firsts = await this.#device.readPages(places.map(({ tree, low }) => pageKey(tree, low)));
    const pages: (readonly [Place, LoadedPage])[] = [];
    const begun: Begun<Place>[] = [];
    places.forEach((place, i) => {
      const first = firsts[i];
      const count = first === undefined ? 0 : pieceCount(first);
      if (first !== undefined && count > 1) begun.push({ place, first, count });
      else pages.push([place, decoded(place, first === undefined ? [] : [first])]);
    });
    if (pages.length > 0) yield pages;
    for (let at = 0; at < begun.length;) {
      const group = groupAt(begun, at);
      at += group.length;
      yield await this.#rest(group);
    }
  }

  async #rest<Place extends PagePlace>(
    group: readonly Begun<Place>[],
  ): Promise<readonly (readonly [Place, LoadedPage])[]> {
    const names = group.flatMap(({ place: { tree, low }, count }) =>
      furtherPieces(count, (i) => pieceKey(tree, low, i)),
    );
    const others = await this.#device.readPages(names);
    let at = 0;
    return group.map(({ place, first, count }) => {
      const pieces = whole(first, others.slice(at, (at += count - 1)));
      return [place, decoded(place, pieces)];
    });
  }
}

/** As many pages from there on as may come in together. */
function groupAt<Place>(begun: readonly Begun<Place>[], from: number): readonly Begun<Place>[] {
  let end = from;
  let pieces = 0;
  while (end < begun.length && (end === from || pieces < PIECES_MAX)) {
    pieces += (begun[end] as Begun<Place>).count - 1;
    if (end > from && pieces > PIECES_MAX) break;
    end++;
  }
  return begun.slice(from, end);
}

function furtherPieces(count: number, nameOf: (number: number) => string): string[] {
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) => nameOf(i + 1));
}

/** All pieces of what `first` begins; undefined when one of them is missing. */
function whole(
  first: Uint8Array,
  others: readonly (Uint8Array | undefined)[],
): readonly Uint8Array[] | undefined {
  const found = others.filter((piece) => piece !== undefined);
  return found.length === others.length ? [first, ...found] : undefined;
}

function decoded({ tree, low }: PagePlace, pieces: readonly Uint8Array[] | undefined): LoadedPage {
  if (pieces === undefined) return { ok: false, reason: 'a piece of the page is missing' };
  if (pieces.length === 0) return { ok: false, reason: 'the page is missing' };
  const page = decodePage(joinPieces(pieces));
  if (!page.ok) return page;
  if (page.page.tree !== tree || page.page.low !== low) {
    return { ok: false, reason: 'another page is stored in its place' };
  }
  const node = LeafNode.fromPage(page.page);
  // What is read from records of the system is remembered by their objects.
  if (isSystemTree(tree)) node.unpack();
  node.hasPieces = pieces.length > 1;
  return { ok: true, node };
}
