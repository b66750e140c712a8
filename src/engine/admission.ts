/** A request that holds so small a share of what all may hold waits for nobody. */
const SMALL_SHARE = 1 / 16;

interface Waiting {
  readonly request: object;
  readonly bytes: number;
  readonly go: () => void;
}

/**
 * Bounds the memory that large requests hold at once: pages that were loaded for them, and answers that wait for a commit. Those beyond wait, in the order in
 * which they came, and hold nothing meanwhile; one of any size goes where no other is. Small ones are not counted and never wait.
 *
 * Who has been admitted waits for nobody who has not: there is no deadlock.
 */
export class Admission {
  readonly #bytesMax: number;
  readonly #admitted = new Map<object, number>();
  #bytes = 0;
  #waiting: Waiting[] = [];
  #isAdmitting = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Whether the request may hold so much. If so it does, until it {@link leave}s. Else it has to {@link wait}, and hold nothing meanwhile. */
  admits(request: object, bytes: number): boolean {
    const before = this.#admitted.get(request);
    const isCounted = before !== undefined || bytes > this.#bytesMax * SMALL_SHARE;
    if (!isCounted || bytes <= (before ?? 0)) return true;
    const isNext = before !== undefined || this.#waiting.length === 0;
    if (!isNext || !this.#hasRoomFor(request, bytes)) return false;
    this.#enter(request, bytes);
    return true;
  }

  /** Calls `go` when the request, which was not admitted, has been. */
  wait(request: object, bytes: number, go: () => void): void {
    const hasGrown = this.#admitted.has(request);
    this.leave(request);
    // What it will need in the end nobody knows: so it gives up what it has but a few times.
    this.#waiting.push({ request, bytes: hasGrown ? 2 * bytes : bytes, go });
  }

  /** The request holds nothing any more. Others go on when the turn that runs is over. */
  leave(request: object): void {
    const bytes = this.#admitted.get(request);
    if (bytes === undefined) return;
    this.#admitted.delete(request);
    this.#bytes -= bytes;
    this.#admitSoon();
  }

  /** Nobody waits any more. */
  close(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { go } of waiting) go();
  }

  /** One after the other: what has run is answered and posted first. */
  #admitSoon(): void {
    if (this.#isAdmitting || this.#waiting.length === 0) return;
    this.#isAdmitting = true;
    void Promise.resolve().then(() => {
      this.#isAdmitting = false;
      this.#admitNext();
    });
  }

  #admitNext(): void {
    const [next] = this.#waiting;
    if (next === undefined || !this.#hasRoomFor(next.request, next.bytes)) return;
    this.#waiting.shift();
    this.#enter(next.request, next.bytes);
    next.go();
    this.#admitSoon();
  }

  #enter(request: object, bytes: number): void {
    this.#bytes += bytes - (this.#admitted.get(request) ?? 0);
    this.#admitted.set(request, bytes);
  }

  /** Beside the others; one that is alone may hold whatever it needs. */
  #hasRoomFor(request: object, bytes: number): boolean {
    const own = this.#admitted.get(request);
    const others = this.#admitted.size - (own === undefined ? 0 : 1);
    return others === 0 || this.#bytes - (own ?? 0) + bytes <= this.#bytesMax;
  }
}
