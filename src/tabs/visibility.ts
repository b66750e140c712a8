import type { World } from '../kernel/world.ts';

/** Whether the page of a tab is seen. */
export class Visibility {
  readonly #world: World;
  #hiddenFromMs: number | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  set(isVisible: boolean): void {
    if (isVisible) this.#hiddenFromMs = undefined;
    else this.#hiddenFromMs ??= this.#world.host.elapsedMs();
  }

  get isVisible(): boolean {
    return this.#hiddenFromMs === undefined;
  }

  get isLongHidden(): boolean {
    const from = this.#hiddenFromMs;
    const { host, knobs } = this.#world;
    return from !== undefined && host.elapsedMs() - from >= knobs.hiddenLongMs;
  }
}
