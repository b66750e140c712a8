import type { HostTime } from '../kernel/time.ts';

/** Who looks at another tab for so long may be gone for good, and browsers begin to slow this one down or to freeze it. */
const LONG_MS = 10_000;

/** Whether the page of a tab is seen. */
export class Visibility {
  readonly #host: HostTime;
  #hiddenFromMs: number | undefined;

  constructor(host: HostTime) {
    this.#host = host;
  }

  set(isVisible: boolean): void {
    if (isVisible) this.#hiddenFromMs = undefined;
    else this.#hiddenFromMs ??= this.#host.elapsedMs();
  }

  get isVisible(): boolean {
    return this.#hiddenFromMs === undefined;
  }

  get isLongHidden(): boolean {
    const from = this.#hiddenFromMs;
    return from !== undefined && this.#host.elapsedMs() - from >= LONG_MS;
  }
}
