import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { lengthOf } from '../../kernel/slice.ts';
import { findText, textIn, textItem } from '../../testing/text-rows.ts';
import { decodePage, encodePage, ITEM_OVERHEAD_BYTES } from '../page/page-codec.ts';
import type { TreeId } from '../store.ts';
import { LeafNode } from './leaf-node.ts';

const LEAF_BYTES = 2_000;
const ITEM_MEMORY_BYTES = 100;
const PACKED_MEMORY_BYTES = 600;

const keyOf = (n: number): KeyBytes =>
  `a key of some length ${String(n).padStart(5, '0')}` as KeyBytes;

/** The node as it comes in from the device. */
function reread(node: LeafNode): LeafNode {
  const { low, lsn } = node;
  const head = { tree: 1 as TreeId, low, high: undefined, lsn };
  const decoded = decodePage(encodePage(head, node).bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  return LeafNode.fromPage(decoded.page);
}

const emptyNode = (): LeafNode => LeafNode.empty('' as KeyBytes);

const placesOf = ({ count }: LeafNode): number[] => Array.from({ length: count }, (_, i) => i);

/** What the page of the node takes on the device. */
const bytesOf = (node: LeafNode): number =>
  placesOf(node).reduce(
    (sum, i) => sum + node.keyAt(i).length + ITEM_OVERHEAD_BYTES + lengthOf(node.itemAt(i)),
    emptyNode().bytes + node.low.length,
  );

/** What the items hold as objects, one by one. */
const memoryOf = (node: LeafNode): number => bytesOf(node) + node.count * ITEM_MEMORY_BYTES;

type Step =
  | { readonly kind: 'set'; readonly key: number; readonly text: string | undefined }
  | { readonly kind: 'split' | 'join' | 'reread' }
  | { readonly kind: 'trim'; readonly key: number };

const KEYS = 40;
const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      key: fc.nat(KEYS),
      text: fc.option(
        fc.oneof(
          fc.nat(300).map((length) => 'x'.repeat(length)),
          fc.nat(300).map((length) => `${'x'.repeat(length)}語`),
        ),
        { nil: undefined },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('split' as const, 'join' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reread' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('trim' as const), key: fc.nat(KEYS) }) },
);

/** One node and what has split off from it, with a model of what they hold; answers the nodes. */
class Steps {
  readonly model = new Map<KeyBytes, string>();
  nodes = [emptyNode()];
  /** Those that are as they were read. */
  readonly packed = new Set<LeafNode>();

  take(step: Step): void {
    const last = this.nodes.length - 1;
    const lower = this.nodes[last] as LeafNode;
    if (step.kind === 'set') this.#set(keyOf(step.key), step.text);
    else if (step.kind === 'reread') this.#reread();
    else if (step.kind === 'trim') this.#trim(keyOf(step.key));
    else if (step.kind === 'join') {
      this.#join();
    } else if (lower.count > 1) {
      this.packed.delete(lower);
      this.nodes.push(lower.split(lower.keyAt(0), LEAF_BYTES));
    }
  }

  #reread(): void {
    this.nodes = this.nodes.map(reread);
    for (const node of this.nodes) this.packed.add(node);
  }

  #join(): void {
    const [left, right] = this.nodes.slice(-2);
    if (left === undefined || right === undefined) return;
    left.absorb(right);
    this.packed.delete(left);
    this.nodes.pop();
  }

  #set(key: KeyBytes, text: string | undefined): void {
    const node = this.nodes.findLast(({ low }) => low <= key);
    const old = node?.set(key, text === undefined ? undefined : textItem(text));
    expect(findText(old)).toBe(this.model.get(key));
    if (node !== undefined) this.packed.delete(node);
    if (text === undefined) this.model.delete(key);
    else this.model.set(key, text);
  }

  #trim(high: KeyBytes): void {
    const last = this.nodes.at(-1) as LeafNode;
    if (high <= last.low) return;
    if (last.trimAbove(high)) this.packed.delete(last);
    for (const key of this.model.keys()) if (key >= high) this.model.delete(key);
  }
}

describe('a leaf node', () => {
  it('counts what its items are and hold, whatever becomes of them', () => {
    fc.assert(
      fc.property(fc.array(stepOf, { maxLength: 80 }), (steps) => {
        const run = new Steps();
        for (const step of steps) run.take(step);
        const held = run.nodes.flatMap((node) =>
          placesOf(node).map((i) => [node.keyAt(i), textIn(node.itemAt(i))] as const),
        );
        expect(held).toEqual([...run.model].sort(([a], [b]) => (a < b ? -1 : 1)));
        for (const node of run.nodes) {
          const bytes = bytesOf(node);
          expect(node.bytes).toBe(bytes);
          const { memoryBytes } = node;
          expect(reread(node).memoryBytes).toBe(bytes + PACKED_MEMORY_BYTES);
          if (run.packed.has(node)) {
            expect(memoryBytes).toBe(bytes + PACKED_MEMORY_BYTES);
            continue;
          }
          const itself = memoryOf(node);
          // What it was read from is held beside, until that is more than half of it.
          expect(memoryBytes).toBeGreaterThanOrEqual(itself);
          expect(memoryBytes).toBeLessThanOrEqual(2 * bytes + itself);
        }
      }),
    );
  });
});

describe('pages that were read', () => {
  const PAGES = 400;
  const ITEMS = 100;
  const TEXT_BYTES = 380;

  function garbageCollector(): () => void {
    setFlagsFromString('--expose-gc');
    return runInNewContext('gc') as () => void;
  }

  /** What is outside of the heap is counted down by the collection after the one that frees it. */
  function held(collect: () => void): number {
    collect();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  }

  function pageOf(page: number): LeafNode {
    const node = emptyNode();
    for (let i = 0; i < ITEMS; i++)
      node.set(keyOf(page * ITEMS + i), textItem(`${i} ${'x'.repeat(TEXT_BYTES)}`));
    return reread(node);
  }

  it('free what is deleted of them, though an item of each is left, and all are joined', () => {
    const collect = garbageCollector();
    pageOf(0);
    const before = held(collect);
    const whole = emptyNode();
    for (let page = 0; page < PAGES; page++) {
      const node = pageOf(page);
      for (let i = 1; i < ITEMS; i++) node.set(keyOf(page * ITEMS + i), undefined);
      whole.absorb(node);
    }
    expect(whole.count).toBe(PAGES);
    // All that was read is 16 MB.
    expect(held(collect) - before).toBeLessThan(2_000_000);
    expect(whole.count).toBe(PAGES);
  });

  it('free what is overwritten in them', () => {
    const collect = garbageCollector();
    const before = held(collect);
    const nodes = Array.from({ length: PAGES }, (_, page) => pageOf(page));
    nodes.forEach((node, page) => {
      for (let i = 1; i < ITEMS; i++) node.set(keyOf(page * ITEMS + i), textItem('x'));
    });
    // What is left are objects, 11 MB in Node: with what was read it would be 27.
    expect(held(collect) - before).toBeLessThan(16_000_000);
    expect(nodes).toHaveLength(PAGES);
  });
});
