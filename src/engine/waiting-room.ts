import type { Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';
import type { NothingYet } from '../operations/long-poll.ts';
import { LogFault } from '../storage/log/logged-store.ts';
import type { LogReads } from '../storage/log/logged-store.ts';
import { CATALOG_TREE } from '../storage/system-tree.ts';
import type { Lsn } from '../storage/store.ts';
import type { Job } from './executor.ts';

interface Waiting {
  readonly wait: NothingYet;
  readonly timer: Timer;
  /** Nothing up to here was worth a run. */
  seenLsn: Lsn;
}

/** Where requests wait that have nothing to answer yet: nothing runs for them until something they wait for is durable. */
export class WaitingRoom {
  readonly #world: World;
  /** The log of the store that is open. */
  readonly #log: () => LogReads | undefined;
  readonly #rerun: (job: Job) => void;
  readonly #jobs = new Map<Job, Waiting>();
  /** Until when jobs wait that have waited before, in elapsed time. */
  readonly #deadlines = new WeakMap<Job, number>();

  constructor(world: World, log: () => LogReads | undefined, rerun: (job: Job) => void) {
    this.#world = world;
    this.#log = log;
    this.#rerun = rerun;
  }

  /** The job has met `wait`: it is run again, or answered when it has waited long enough, counted from the first time. */
  park(job: Job, wait: NothingYet): void {
    const now = this.#world.host.elapsedMs();
    const deadline = this.#deadlines.get(job) ?? now + wait.waitMs;
    this.#deadlines.set(job, deadline);
    const timer = this.#world.host.after(Math.max(0, deadline - now), () => {
      this.#giveUp(job);
    });
    this.#jobs.set(job, { wait, timer, seenLsn: wait.seenLsn });
    this.#lookAt(job);
  }

  /** Records have become durable. */
  onStored(): void {
    for (const job of [...this.#jobs.keys()]) this.#lookAt(job);
  }

  /** Nothing will come any more: everybody is answered with what there is. */
  close(): void {
    for (const job of [...this.#jobs.keys()]) this.#giveUp(job);
  }

  #lookAt(job: Job): void {
    const waiting = this.#jobs.get(job);
    if (waiting === undefined) return;
    if (job.caller?.aborted === true) this.#leave(job, waiting);
    else if (this.#hasNews(waiting)) {
      this.#leave(job, waiting);
      this.#rerun(job);
    }
  }

  #giveUp(job: Job): void {
    const waiting = this.#jobs.get(job);
    if (waiting === undefined) return;
    this.#leave(job, waiting);
    if (job.caller?.aborted === true) return;
    job.answer({ status: 200, body: waiting.wait.answer });
  }

  #leave(job: Job, { timer }: Waiting): void {
    timer.cancel();
    this.#jobs.delete(job);
  }

  /** Whether a record that became durable changes the tree that is waited for, or the catalog. */
  #hasNews(waiting: Waiting): boolean {
    const log = this.#log();
    if (log === undefined) return false;
    let hasNews = false;
    const query = { from: (waiting.seenLsn + 1) as Lsn, trees: [waiting.wait.tree, CATALOG_TREE] };
    try {
      const next = log.readLog(query, () => {
        hasNews = true;
        return false;
      });
      waiting.seenLsn = (next - 1) as Lsn;
    } catch (fault) {
      if (!(fault instanceof LogFault)) throw fault;
      return true;
    }
    return hasNews;
  }
}
