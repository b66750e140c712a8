import { fingerprintsOf } from '../../kernel/fingerprint.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { RunName } from '../page/page-key.ts';

/** Of each key: one in a hundred of the others is taken for one that is there (Bloom 1970: 0.6185 to the power of the bits). */
const BITS_PER_KEY = 10;
const PROBES = 7;

/** Tells which keys a run does not hold: whoever looks for one of them reads no row. It never denies a key that is there. */
export class KeyFilter {
  readonly bytes: Uint8Array;
  readonly #fingerprint: (key: KeyBytes) => number;

  /** The number of the run is random: who chooses keys cannot choose those that are taken for others. */
  constructor({ number }: RunName, bytes: Uint8Array) {
    this.bytes = bytes;
    this.#fingerprint = fingerprintsOf(String(number), 53);
  }

  static of(run: RunName, sections: readonly { readonly keys: readonly KeyBytes[] }[]): KeyFilter {
    const count = sections.reduce((sum, { keys }) => sum + keys.length, 0);
    const filter = new KeyFilter(run, new Uint8Array(Math.ceil((count * BITS_PER_KEY) / 8)));
    for (const { keys } of sections) for (const key of keys) filter.#add(key);
    return filter;
  }

  #add(key: KeyBytes): void {
    const print = this.#fingerprint(key);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bitOf(print, probe);
      this.bytes[bit >>> 3] = (this.bytes[bit >>> 3] as number) | (1 << (bit & 7));
    }
  }

  mayHold(key: KeyBytes): boolean {
    const print = this.#fingerprint(key);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = this.#bitOf(print, probe);
      if (((this.bytes[bit >>> 3] as number) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }

  /** Two halves of a fingerprint make all its bits (Kirsch and Mitzenmacher 2006). */
  #bitOf(print: number, probe: number): number {
    const step = Math.floor(print / 2 ** 32) | 1;
    return ((print >>> 0) + probe * step) % (this.bytes.length * 8);
  }
}
