import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';

const BYTES_MAX = 1_600;
/** A sixteenth of that. */
const SMALL_BYTES = 100;

/** Requests that say when they go on. */
class Bench {
  readonly admission = new Admission(BYTES_MAX);
  readonly going: string[] = [];
  readonly #requests = new Map<string, object>();

  request(name: string): object {
    const known = this.#requests.get(name) ?? {};
    this.#requests.set(name, known);
    return known;
  }

  ask(name: string, bytes: number): void {
    const request = this.request(name);
    const go = (): void => void this.going.push(name);
    if (this.admission.admits(request, bytes)) go();
    else this.admission.wait(request, bytes, go);
  }

  async leave(name: string): Promise<void> {
    this.admission.leave(this.request(name));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('requests that hold memory', () => {
  it('go as far as all that they hold fits, the others in their order when one has left', async () => {
    const bench = new Bench();
    bench.ask('a', 800);
    bench.ask('b', 800);
    bench.ask('c', 900);
    bench.ask('d', 200);
    expect(bench.going).toEqual(['a', 'b']);
    await bench.leave('a');
    // There is room for d, which came after c.
    expect(bench.going).toEqual(['a', 'b']);
    await bench.leave('b');
    expect(bench.going).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go alone where they are larger than that', async () => {
    const bench = new Bench();
    bench.ask('huge', 10 * BYTES_MAX);
    bench.ask('other', 10 * BYTES_MAX);
    expect(bench.going).toEqual(['huge']);
    await bench.leave('huge');
    expect(bench.going).toEqual(['huge', 'other']);
  });

  it('go at once where they are small, whoever waits', () => {
    const bench = new Bench();
    bench.ask('huge', 10 * BYTES_MAX);
    bench.ask('large', BYTES_MAX);
    for (let n = 0; n < 100; n++) bench.ask('small', SMALL_BYTES);
    expect(bench.going).toHaveLength(101);
  });

  it('may hold more where there is room, and wait for twice as much where there is none', async () => {
    const bench = new Bench();
    bench.ask('grows', 400);
    bench.ask('other', 400);
    bench.ask('large', 1_000);
    bench.ask('grows', 1_200);
    expect(bench.going).toEqual(['grows', 'other', 'grows']);
    bench.ask('grows', 1_250);
    await bench.leave('other');
    expect(bench.going).toEqual(['grows', 'other', 'grows', 'large']);
    await bench.leave('large');
    expect(bench.going).toEqual(['grows', 'other', 'grows', 'large', 'grows']);
    expect(bench.admission.admits(bench.request('grows'), 2_500)).toBe(true);
    // It is alone.
    expect(bench.admission.admits(bench.request('grows'), 10 * BYTES_MAX)).toBe(true);
    await bench.leave('grows');
    // What has left holds nothing, however often it leaves.
    await bench.leave('grows');
    bench.ask('third', 800);
    bench.ask('fourth', 800);
    bench.ask('fifth', 800);
    expect(bench.going.slice(5)).toEqual(['third', 'fourth']);
  });

  it('all go when nothing is open any more', () => {
    const bench = new Bench();
    for (const name of ['a', 'b', 'c']) bench.ask(name, BYTES_MAX);
    bench.admission.close();
    expect(bench.going).toEqual(['a', 'b', 'c']);
  });
});
