import type { HostTime, ServiceTime, Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { LogStore } from '../../storage/log-store.ts';
import type { Turns } from '../turn.ts';
import type { Member } from './member.ts';
import type { Status } from './member-status.ts';

/** A timer's longest delay; what is further away is looked at again. */
const DELAY_MS_MAX = 24 * 3_600_000;

/** What a runner runs its member on. */
export interface RunnerDeps {
  readonly store: LogStore;
  readonly world: World;
  readonly turns: Turns;
  readonly status: Status;
}

/** When the next step is due. */
interface Next {
  readonly time: HostTime | ServiceTime;
  readonly afterMs: number;
}

/**
 * Runs one member of the background, between requests. The next step begins when what this one appended is durable, so that requests
 * come in between; where readers wait for it, at once.
 */
export class MemberRunner {
  readonly #member: Member;
  readonly #deps: RunnerDeps;
  readonly #step: () => number | undefined;
  #wokenBy: number;
  #isRunning = false;
  #isWoken = false;
  #isStopped = false;
  #timer: Timer | undefined;

  constructor(member: Member, deps: RunnerDeps) {
    const { store, world } = deps;
    this.#member = member;
    this.#deps = deps;
    this.#step = () => member.turn(store, world.service.now());
    this.#wokenBy = member.wakesOn(store);
  }

  /** Records have been appended. */
  onAppended(): void {
    const value = this.#member.wakesOn(this.#deps.store);
    if (value === this.#wokenBy) return;
    this.#wokenBy = value;
    if (value !== 0) this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isWoken = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Not at once: the requests of this turn come first.
    void Promise.resolve().then(() => this.#run());
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  /** What is known to be left. */
  get left(): number | undefined {
    return this.#member.progress(this.#deps.store);
  }

  /** Does at once what needs nothing loaded. */
  now(): void {
    if (this.#isStopped || this.left === 0) return;
    try {
      while (this.#deps.turns.now(this.#step, 'must be taken') === 0);
      this.#deps.status.ran();
    } catch {
      // A missing page is loaded, and a failure met again and told of, by the steps in between.
      this.wake();
    }
  }

  /** Does what is left, a step after the other. Rejects with what keeps it from that. */
  async finish(): Promise<void> {
    const { turns, status } = this.#deps;
    try {
      while (this.left !== 0 && (await turns.loaded(this.#step, 'must be taken')) === 0);
      status.ran();
    } catch (error) {
      status.failedWith(error);
      throw error;
    }
  }

  async #run(): Promise<void> {
    let next: Next | undefined;
    while (!this.#isStopped && (this.#isWoken || next?.afterMs === 0)) {
      this.#isWoken = false;
      next = await this.#attempt();
    }
    this.#isRunning = false;
    if (this.#isStopped || next === undefined) return;
    this.#timer = next.time.after(Math.min(next.afterMs, DELAY_MS_MAX), () => {
      this.wake();
    });
  }

  /** Runs one step. Answers when the next one is due: by DynamoDB's time, but for one that failed. */
  async #attempt(): Promise<Next | undefined> {
    const { turns, status, world } = this.#deps;
    const isUrgent = this.#member.isUrgent === true;
    try {
      const delayMs = await (isUrgent
        ? turns.loaded(this.#step, 'must be taken')
        : turns.durable(this.#step, 'can wait'));
      status.ran();
      return delayMs === undefined ? undefined : { time: world.service, afterMs: delayMs };
    } catch (error) {
      status.failedWith(error);
      return { time: world.host, afterMs: world.knobs.memberPauseMs };
    }
  }
}
