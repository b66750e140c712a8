/** Looks at all open Regions while their view is seen, and sets the links between them. */
import {
  unanswered,
  type Connection,
  type Failure,
  type LinkTroubles,
  type Timer,
} from '../../database/connection.svelte.ts';
import {
  allRegions,
  conflictsOf,
  flowsOf,
  linkPairs,
  readRegionReport,
  type Conflict,
  type LinkPair,
  type RegionReport,
} from './regions.ts';

/**
 * Between two looks. No event could take their place: the lag grows with the time alone, what is pending goes when another Region says that it has
 * it, and any tab may set a link.
 */
const LOOK_MS = 1_000;
const PAGE_SIZE = 25;

/** What a Region has answered; a connection that broke has told already why. */
type Told = { readonly report: RegionReport } | { readonly failure: Failure | undefined };

export class RegionsWatch {
  reports: readonly RegionReport[] = $state.raw([]);
  /** Why a Region did not tell. */
  failure: Failure | undefined = $state.raw();
  /** Why a link was not set. */
  linkFailure: Failure | undefined = $state.raw();
  opened: Conflict | undefined = $state.raw();
  page = $state(0);
  readonly pageSize = PAGE_SIZE;
  /** To the Regions that are open in this page, or would be. */
  readonly #connections: () => readonly Connection[];
  readonly open = $derived.by(() => this.#connections().map(({ region }) => region));
  readonly lost = $derived.by(() => this.#connections().filter(({ state }) => state === 'failed'));
  readonly regions = $derived.by(() => allRegions(this.reports, this.open));
  readonly pairs = $derived.by(() => linkPairs(this.reports, this.regions));
  readonly flows = $derived(flowsOf(this.reports));
  readonly conflicts = $derived(conflictsOf(this.reports));
  /** All that were found, more than are kept. */
  readonly conflictCount = $derived(
    Math.max(0, ...this.reports.map(({ conflictCount }) => conflictCount)),
  );
  readonly shownConflicts = $derived(
    this.conflicts.slice(this.page * PAGE_SIZE, (this.page + 1) * PAGE_SIZE),
  );
  /** Counts how often looking has begun or ended: the newest alone goes on. */
  #round = 0;
  #timer: Timer | undefined;

  constructor(connections: () => readonly Connection[]) {
    this.#connections = connections;
  }

  show(): void {
    void this.#lookOnAndOn(++this.#round);
  }

  hide(): void {
    this.#round++;
    this.#timer?.cancel();
  }

  async look(): Promise<void> {
    const open = this.#connections().filter(({ state }) => state === 'open');
    const told = await Promise.all(open.map((connection) => this.#ask(connection)));
    this.reports = told.flatMap((answer) => ('report' in answer ? [answer.report] : []));
    this.failure = told
      .map((answer) => ('failure' in answer ? answer.failure : undefined))
      .find((failure) => failure !== undefined);
  }

  /** Sets both ways between two Regions, as far as they are open here. */
  async setLink({ ways }: LinkPair, settings: LinkTroubles): Promise<void> {
    const failures = await Promise.all(
      ways.map(({ from, to }) => this.#setWay(from, to, settings)),
    );
    this.linkFailure = failures.find((failure) => failure !== undefined);
    await this.look();
  }

  async #setWay(from: string, to: string, settings: LinkTroubles): Promise<Failure | undefined> {
    const connection = this.#connections().find(({ region }) => region === to);
    try {
      const answer = await connection?.ask('SetLink', { From: from, To: to, ...settings });
      return answer?.failure;
    } catch (error) {
      return unanswered(error);
    }
  }

  async #ask(connection: Connection): Promise<Told> {
    try {
      const { body, failure } = await connection.ask('DescribeRegions', {});
      if (failure !== undefined) return { failure };
      return { report: readRegionReport(body) };
    } catch (error) {
      connection.lose(error);
      return { failure: undefined };
    }
  }

  async #lookOnAndOn(round: number): Promise<void> {
    if (!document.hidden) await this.look();
    if (round !== this.#round) return;
    const job = (): void => void this.#lookOnAndOn(round);
    this.#timer = this.#connections()[0]?.after(LOOK_MS, job);
  }
}
