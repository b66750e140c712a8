import type { Turns } from '../turn.ts';
import type { BackgroundReport } from '../../wire/reports.ts';
import type { MakeMember, MemberContext } from './member.ts';
import { MemberRunner } from './member-runner.ts';
import { Status } from './member-status.ts';

/**
 * What is seen beside the members. Replication between Regions goes by messages, and what it does in steps are members; commits and
 * checkpoints the store does by itself.
 */
const PARTS = ['replication', 'commit', 'checkpoint', 'retention', 'room'] as const;

interface Running {
  readonly runner: MemberRunner;
  readonly status: Status;
}

/** A member has failed that had not, or with something else. */
export interface BackgroundFailed {
  readonly type: 'background-failed';
  readonly member: string;
  readonly message: string;
}

/** What a life of the store gives to its background, and is told by it. */
export interface BackgroundDeps extends Omit<MemberContext, 'wake'> {
  readonly turns: Turns;
  readonly onFailed: (failed: BackgroundFailed) => void;
}

/** All that goes on in the background of one opened store: the auto admin. */
export class Background {
  readonly #all: readonly Running[];
  /** Those whom readers wait for. */
  readonly #urgent: readonly MemberRunner[];
  readonly #parts: ReadonlyMap<string, Status>;

  /** `before` is that of the last life of the store: a bug that has ended it is seen in this one. */
  constructor(members: readonly MakeMember[], deps: BackgroundDeps, before?: Background) {
    const { store, world, turns } = deps;
    const stood = new Map(before?.statuses.map((status) => [status.name, status]));
    const newStatus = (name: string): Status => {
      const onFailed = (message: string): void => {
        deps.onFailed(failureOf(name, message));
      };
      return new Status(name, world.service, onFailed, stood.get(name));
    };
    const urgent: MemberRunner[] = [];
    this.#all = members.map((make) => {
      const member = make({ ...deps, wake: () => runner.wake() });
      const status = newStatus(member.name);
      const runner: MemberRunner = new MemberRunner(member, { store, world, turns, status });
      if (member.logNeed !== undefined) store.storedLog.keep(member.logNeed);
      if (member.isUrgent === true) urgent.push(runner);
      return { runner, status };
    });
    this.#urgent = urgent;
    this.#parts = new Map(PARTS.map((name) => [name, newStatus(name)]));
    store.broken.add((part, error) => {
      this.failed(part, error);
    });
    store.closing.add(() => {
      for (const runner of urgent) runner.now();
    });
  }

  start(): void {
    for (const { runner } of this.#all) runner.wake();
  }

  /** Records have been appended. */
  onAppended(): void {
    for (const { runner } of this.#all) runner.onAppended();
  }

  /** Whether readers have to wait. */
  get isBehind(): boolean {
    return this.#urgent.some(({ left }) => left !== 0);
  }

  /** Resolves when readers need wait no more. Rejects with what keeps them waiting. */
  async caughtUp(): Promise<void> {
    for (const runner of this.#urgent) await runner.finish();
  }

  /** What is no member has failed. */
  failed(part: (typeof PARTS)[number], error: unknown): void {
    this.#parts.get(part)?.failedWith(error);
  }

  /** How each member stands. */
  report(): readonly BackgroundReport[] {
    const members = this.#all.map(({ runner, status }) => reportOf(status, runner.left));
    return [...members, ...[...this.#parts.values()].map((part) => reportOf(part, undefined))];
  }

  get statuses(): readonly Status[] {
    return [...this.#all.map(({ status }) => status), ...this.#parts.values()];
  }

  /** What stands of the failures that were told. */
  failures(): readonly BackgroundFailed[] {
    return this.statuses.flatMap(({ name, failed }) =>
      failed === undefined ? [] : failureOf(name, failed.message),
    );
  }

  stop(): void {
    for (const { runner } of this.#all) runner.stop();
  }
}

function failureOf(member: string, message: string): BackgroundFailed {
  return { type: 'background-failed', member, message };
}

function reportOf({ name, lastRunMs, failed }: Status, left: number | undefined): BackgroundReport {
  return { name, lastRunMs, left, failed };
}
