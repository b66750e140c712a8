import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { utf8Bytes } from '../../kernel/utf8-codec.ts';
import type { PageImage } from '../page/page-codec.ts';
import { decodePage, encodePage, ITEM_OVERHEAD_BYTES } from '../page/page-codec.ts';
import type { StoredItem } from '../stored-item.ts';
import type { TreeId } from '../store.ts';
import { LeafNode } from './leaf-node.ts';

const LEAF_BYTES = 2_000;
const ITEM_MEMORY_BYTES = 100;

const keyOf = (n: number): KeyBytes =>
  `a key of some length ${String(n).padStart(5, '0')}` as KeyBytes;

function itemOf(text: string): StoredItem {
  const textBytes = utf8Bytes(text).length;
  return { text, textBytes, sizeBytes: textBytes, stamp: 1, origin: 0 };
}

/** The node as it comes in from the device. */
function reread(node: LeafNode): LeafNode {
  const { low, lsn, keys, items } = node;
  const image: PageImage = { tree: 1 as TreeId, low, high: undefined, lsn, keys, items };
  const decoded = decodePage(encodePage(image));
  if (!decoded.ok) throw new Error(decoded.reason);
  return LeafNode.fromPage(decoded.page);
}

const emptyNode = (): LeafNode => LeafNode.empty('' as KeyBytes);

const bytesOf = ({ keys, items }: LeafNode): number =>
  keys.reduce(
    (sum, key, i) => sum + key.length + ITEM_OVERHEAD_BYTES + (items[i]?.textBytes ?? 0),
    emptyNode().bytes,
  );

/** What the items hold, one by one: a character takes two bytes where a text has one that is no ASCII. */
const memoryOf = (node: LeafNode): number =>
  node.items.reduce(
    (sum, { text, textBytes }) =>
      sum + ITEM_MEMORY_BYTES + (text.length === textBytes ? 0 : 2 * text.length - textBytes),
    bytesOf(node),
  );

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

  take(step: Step): void {
    const last = this.nodes.length - 1;
    const lower = this.nodes[last] as LeafNode;
    if (step.kind === 'set') this.#set(keyOf(step.key), step.text);
    else if (step.kind === 'reread') this.nodes = this.nodes.map(reread);
    else if (step.kind === 'trim') this.#trim(keyOf(step.key));
    else if (step.kind === 'join') {
      this.nodes.pop();
      if (last === 0) this.nodes = [lower];
      else this.nodes[last - 1]?.absorb(lower);
    } else if (lower.keys.length > 1) {
      this.nodes.push(lower.split(lower.keys[0] as KeyBytes, LEAF_BYTES));
    }
  }

  #set(key: KeyBytes, text: string | undefined): void {
    const node = this.nodes.findLast(({ low }) => low <= key);
    expect(node?.set(key, text === undefined ? undefined : itemOf(text))?.text).toBe(
      this.model.get(key),
    );
    if (text === undefined) this.model.delete(key);
    else this.model.set(key, text);
  }

  #trim(high: KeyBytes): void {
    const last = this.nodes.at(-1) as LeafNode;
    if (high <= last.low) return;
    last.trimAbove(high);
    for (const key of this.model.keys()) if (key >= high) this.model.delete(key);
  }
}

describe('a leaf node', () => {
  it('counts what its items are and hold, whatever becomes of them', () => {
    fc.assert(
      fc.property(fc.array(stepOf, { maxLength: 80 }), (steps) => {
        const run = new Steps();
        for (const step of steps) run.take(step);
        const held = run.nodes.flatMap(({ keys, items }) =>
          keys.map((key, i) => [key, items[i]?.text] as const),
        );
        expect(held).toEqual([...run.model].sort(([a], [b]) => (a < b ? -1 : 1)));
        for (const node of run.nodes) {
          expect(node.bytes).toBe(bytesOf(node) + node.low.length);
          const { memoryBytes } = node;
          const itself = memoryOf(node) + node.low.length;
          // What it was read from is held beside, until that is more than half of it.
          expect(memoryBytes).toBeGreaterThanOrEqual(itself);
          expect(memoryBytes).toBeLessThanOrEqual(2 * bytesOf(node) + itself);
          expect(reread(node).memoryBytes).toBe(itself);
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

  function held(collect: () => void): number {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  }

  function pageOf(page: number): LeafNode {
    const node = emptyNode();
    for (let i = 0; i < ITEMS; i++)
      node.set(keyOf(page * ITEMS + i), itemOf(`${i} ${'x'.repeat(TEXT_BYTES)}`));
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
    expect(whole.keys).toHaveLength(PAGES);
    // All that was read is 16 MB.
    expect(held(collect) - before).toBeLessThan(2_000_000);
    expect(whole.keys).toHaveLength(PAGES);
  });

  it('free what is overwritten in them', () => {
    const collect = garbageCollector();
    const before = held(collect);
    const nodes = Array.from({ length: PAGES }, (_, page) => pageOf(page));
    nodes.forEach((node, page) => {
      for (let i = 1; i < ITEMS; i++) node.set(keyOf(page * ITEMS + i), itemOf('x'));
    });
    // What is left are objects, 11 MB in Node: with what was read it would be 27.
    expect(held(collect) - before).toBeLessThan(16_000_000);
    expect(nodes).toHaveLength(PAGES);
  });
});
