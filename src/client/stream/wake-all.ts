/** Wakes everyone who waits for something to change. */
export class WakeAll {
  #rung = newRing();

  ring(): void {
    const { ring } = this.#rung;
    this.#rung = newRing();
    ring();
  }

  /** Resolves at the next ring. */
  next(): Promise<void> {
    return this.#rung.heard;
  }
}

function newRing(): { readonly heard: Promise<void>; readonly ring: () => void } {
  let ring: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    ring = resolve;
  });
  return { heard, ring };
}
