import { HashrangeError } from '../errors.ts';
import type { PageWorld } from '../browser/page-world.ts';
import { isNamed, persist } from './retry.ts';
import type { StreamSource } from './source.ts';

export interface ConsumerDeps {
  readonly source: StreamSource;
  readonly world: PageWorld;
}

/**
 * The durable state of one consumer, while this page runs it. Every save names what it replaces: should another page run
 * the same consumer after all, one of the two finds out, by {@link HashrangeError} of code `in-use`, and nothing is overwritten.
 */
export class Consumer {
  readonly #deps: ConsumerDeps;
  readonly #name: string;
  readonly #signal: AbortSignal;
  #saved: string | undefined;

  private constructor(deps: ConsumerDeps, name: string, signal: AbortSignal, saved?: string) {
    this.#deps = deps;
    this.#name = name;
    this.#signal = signal;
    this.#saved = saved;
  }

  static async open(deps: ConsumerDeps, name: string, signal: AbortSignal): Promise<Consumer> {
    const saved = await persist(deps.world, signal, () => deps.source.findState(name, signal));
    return new Consumer(deps, name, signal, saved);
  }

  get saved(): string | undefined {
    return this.#saved;
  }

  /** Resolves when `state` is durable. Not to be called while an earlier save runs. */
  async save(state: string): Promise<void> {
    if (state === this.#saved) return;
    const isMine = await persist(this.#deps.world, this.#signal, () => this.#trySave(state));
    if (!isMine) throw new HashrangeError('in-use', `${this.#name} is also running elsewhere`);
    this.#saved = state;
  }

  /** A save that failed may have been applied: the next try then finds its own state in place. */
  async #trySave(state: string): Promise<boolean> {
    const { source } = this.#deps;
    const save = { consumer: this.#name, state, expected: this.#saved };
    try {
      await source.saveState(save, this.#signal);
      return true;
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      return (await source.findState(this.#name, this.#signal)) === state;
    }
  }
}
