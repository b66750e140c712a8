import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Lsn, TreeId } from '../../store.ts';
import type { WantedPage } from './page-loader.ts';
import { PageLoader } from './page-loader.ts';
import { Pins } from '../pins.ts';
import { fingerprintsOf } from '../../../kernel/fingerprint.ts';
import { KeyDirectories } from '../directory/key-directories.ts';
import { Tree } from '../tree.ts';

const DIRECTORIES = new KeyDirectories(0, fingerprintsOf('', 44));

const TREE = new Tree(7 as TreeId, [], 1_000, DIRECTORIES);
const OTHER = new Tree(3 as TreeId, [], 1_000, DIRECTORIES);
const nextLsn = (): Lsn => 1 as Lsn;
const low = (n: number): KeyBytes => String(n).padStart(4, '0') as KeyBytes;
const lows = (from: number, to: number): KeyBytes[] =>
  Array.from({ length: to - from }, (_, i) => low(from + i));

/** A loader whose reads end when the test says so. */
class Bench {
  readonly reads: { readonly names: readonly string[]; readonly end: (error?: Error) => void }[] =
    [];
  readonly done: string[] = [];
  readonly #bringIn = async function* (
    this: Bench,
    pages: readonly WantedPage[],
  ): AsyncGenerator<readonly WantedPage[]> {
    await new Promise<void>((resolve, reject) => {
      this.reads.push({
        names: pages.map((page) => `${String(page.tree.id)} ${page.low}`),
        end: (error) => {
          if (error === undefined) resolve();
          else reject(error);
        },
      });
    });
    yield pages;
  };
  typicalBytes = 30_000;
  readonly loader = new PageLoader(
    (pages) => this.#bringIn.call(this, pages),
    () => this.typicalBytes,
  );

  ask(name: string, wanted: readonly KeyBytes[], tree = TREE, pins = new Pins()): Promise<void> {
    return this.loader.load(tree, wanted, nextLsn, pins).then(
      () => {
        this.done.push(name);
      },
      () => {
        this.done.push(`${name} failed`);
      },
    );
  }

  /** Everything that happens without a read coming to its end. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('pages that are wanted', () => {
  it('in one turn come in together, in the order of their names, each once', async () => {
    const bench = new Bench();
    void bench.ask('a', [low(9)]);
    void bench.ask('b', [low(4), low(9)]);
    void bench.ask('c', [low(1)], OTHER);
    await bench.rest();
    expect(bench.reads.map(({ names }) => names)).toEqual([['3 0001', '7 0004', '7 0009']]);
    bench.reads[0]?.end();
    await bench.rest();
    expect(bench.done).toEqual(['a', 'b', 'c']);
  });

  it('come in by 64, two reads at a time, and nobody waits for what others ask later', async () => {
    const bench = new Bench();
    void bench.ask('early', lows(0, 100));
    await bench.rest();
    void bench.ask('late', lows(100, 200));
    await bench.rest();
    expect(bench.reads.map(({ names }) => names.length)).toEqual([64, 36]);
    bench.reads[1]?.end();
    await bench.rest();
    expect(bench.reads.map(({ names }) => names.length)).toEqual([64, 36, 64]);
    bench.reads[0]?.end();
    await bench.rest();
    expect(bench.done).toEqual(['early']);
    expect(bench.reads.map(({ names }) => names.length)).toEqual([64, 36, 64, 36]);
  });

  it('come in by 3 MiB where pages are large, and one by one where a page is larger', async () => {
    const bench = new Bench();
    bench.typicalBytes = 400_000;
    void bench.ask('batch', lows(0, 16));
    await bench.rest();
    expect(bench.reads.map(({ names }) => names.length)).toEqual([7, 7]);
    bench.typicalBytes = 4_000_000;
    bench.reads[0]?.end();
    await bench.rest();
    bench.reads[1]?.end();
    await bench.rest();
    expect(bench.reads.map(({ names }) => names.length)).toEqual([7, 7, 1, 1]);
  });

  it('by who has waited before come first', async () => {
    const bench = new Bench();
    const old = new Pins();
    void bench.ask('old', [low(0)], TREE, old);
    await bench.rest();
    void bench.ask('busy', lows(100, 164));
    await bench.rest();
    void bench.ask('young', lows(200, 264));
    await bench.rest();
    bench.reads[0]?.end();
    await bench.rest();
    // One read is over: the young one's has begun, and the next is for who came before.
    void bench.ask('younger', lows(300, 364));
    void bench.ask('old again', [low(1)], TREE, old);
    bench.reads[1]?.end();
    await bench.rest();
    expect(bench.reads[3]?.names).toEqual(['7 0001', ...lows(300, 363).map((key) => `7 ${key}`)]);
  });

  it('are asked for again where the device failed, by those whose pages it failed', async () => {
    const bench = new Bench();
    void bench.ask('a', [low(1)]);
    await bench.rest();
    void bench.ask('b', [low(2)]);
    await bench.rest();
    bench.reads[0]?.end(new Error('closed'));
    bench.reads[1]?.end();
    await bench.rest();
    expect(bench.done).toEqual(['a failed', 'b']);
    void bench.ask('a again', [low(1)]);
    await bench.rest();
    bench.reads[2]?.end();
    await bench.rest();
    expect(bench.done).toEqual(['a failed', 'b', 'a again']);
  });
});
