import type { Knobs } from '../../kernel/knobs.ts';
import { KNOBS } from '../../kernel/knobs.ts';
import type { EpochMs, HostMs, Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import { Prng } from './prng.ts';

interface Event {
  readonly at: number;
  readonly tie: number;
  readonly job: () => void;
  isCancelled: boolean;
}

const START_MS = 1_700_000_000_000;

/** Virtual time: one heap of events; between two of them every microtask runs dry. */
export class SimulatedWorld {
  readonly random: Prng;
  readonly #knobs: Knobs;
  #now = 0;
  #skewMs = 0;
  #events: Event[] = [];
  /** When DynamoDB's time was stopped, and what would have happened since. */
  #stopped: { readonly at: EpochMs; readonly jobs: (() => void)[] } | undefined;

  /** `turned` are the knobs that do not have their defaults. */
  constructor(seed: number, turned: Partial<Knobs> = {}) {
    this.random = new Prng(seed);
    this.#knobs = Object.freeze({ ...KNOBS, ...turned });
  }

  get elapsedMs(): number {
    return this.#now;
  }

  /** Moves the wall clock, which may step backwards, and not the elapsed time. */
  skewClock(byMs: number): void {
    this.#skewMs += byMs;
  }

  /** DynamoDB's time stands still; the machine's goes on. */
  stopService(): void {
    this.#stopped = { at: this.#serviceNow(), jobs: [] };
  }

  /** It leaps to where it had been without the stop. */
  resumeService(): void {
    const jobs = this.#stopped?.jobs ?? [];
    this.#stopped = undefined;
    for (const job of jobs) job();
  }

  #serviceNow(): EpochMs {
    return this.#stopped?.at ?? ((START_MS + Math.floor(this.#now) + this.#skewMs) as EpochMs);
  }

  #inServiceTime(job: () => void): void {
    if (this.#stopped === undefined) job();
    else this.#stopped.jobs.push(job);
  }

  after(delayMs: number, job: () => void): Timer {
    const event = {
      at: this.#now + delayMs,
      tie: this.random.nextUint32(),
      job,
      isCancelled: false,
    };
    this.#push(event);
    return {
      cancel: () => {
        event.isCancelled = true;
      },
    };
  }

  /** A world for one life of the engine: after `end` none of its timers fires. */
  life(): { readonly world: World; readonly end: () => void } {
    let isOver = false;
    const after = (delayMs: number, job: () => void): Timer =>
      this.after(delayMs, () => {
        if (!isOver) job();
      });
    return {
      world: {
        host: { elapsedMs: () => this.#now as HostMs, after },
        service: {
          now: () => this.#serviceNow(),
          after: (delayMs, job) => after(delayMs, () => this.#inServiceTime(job)),
        },
        random: new Prng(this.random.nextUint32()),
        knobs: this.#knobs,
      },
      end: () => {
        isOver = true;
      },
    };
  }

  /** Runs events until `promise` settles. Throws when nothing is left to happen or virtual time passes `limitMs`. */
  async until<T>(promise: Promise<T>, limitMs = 600_000): Promise<T> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    const deadline = this.#now + limitMs;
    await drain();
    while (!isSettled) {
      const event = this.#pop();
      if (event === undefined) throw new Error('the simulation came to a standstill');
      if (event.isCancelled) continue;
      this.#now = Math.max(this.#now, event.at);
      if (this.#now > deadline) throw new Error('the simulation does not come to rest');
      event.job();
      await drain();
    }
    return promise;
  }

  #push(event: Event): void {
    const events = this.#events;
    let at = events.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, events[parent] as Event)) break;
      events[at] = events[parent] as Event;
      at = parent;
    }
    events[at] = event;
  }

  #pop(): Event | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (first === undefined || last === undefined || events.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && isBefore(events[child + 1] as Event, events[child] as Event))
        child++;
      if (!isBefore(events[child] as Event, last)) break;
      events[at] = events[child] as Event;
      at = child;
    }
    events[at] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.tie < b.tie);
}

/** All microtasks run before a host's immediate does. */
function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
