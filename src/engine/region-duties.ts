import { ExpirySweeper } from '../expiry/expiry-sweeper.ts';
import type { World } from '../kernel/world.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Lsn } from '../storage/store.ts';
import { RETENTION_MS } from '../stream/shards.ts';
import { StreamKeeper } from '../stream/stream-keeper.ts';
import type { DutyHost } from './duty-runner.ts';
import { DutyRunner } from './duty-runner.ts';

/** Source: ours; AWS deletes within a few days. */
const EXPIRY_DELAY_MS = 60_000;

/** What has to be done on one opened store now and then, whoever asks for it: the order of streams, and expiry. */
export class RegionDuties {
  readonly #store: LogStore;
  readonly #keeper = new StreamKeeper();
  readonly #runners: readonly DutyRunner[];
  /** The newest change of the catalog that the duties were woken for. */
  #catalogLsn: Lsn;

  constructor(
    store: LogStore,
    world: World,
    { expiryDelayMs = EXPIRY_DELAY_MS }: { readonly expiryDelayMs?: number },
    host: DutyHost,
  ) {
    this.#store = store;
    this.#catalogLsn = store.catalogLsn;
    const sweeper = new ExpirySweeper(expiryDelayMs);
    const streams = new DutyRunner(
      () => this.#keeper.turn(store, world.clock.now()),
      store,
      world,
      host,
    );
    const expiry = new DutyRunner(() => sweeper.turn(store, world.clock.now()), store, world, host);
    this.#runners = [streams, expiry];
    store.whenExpiring((tree, key, seconds) => {
      if (sweeper.hear(tree, key, seconds)) expiry.wake();
    });
    this.#wake();
  }

  /** A request has appended log records. */
  onAppended(): void {
    if (this.#catalogLsn === this.#store.catalogLsn) return;
    this.#catalogLsn = this.#store.catalogLsn;
    this.#wake();
  }

  /** How long records of the log have to be kept. */
  get logAgeMs(): number {
    return this.#keeper.mayHaveStreams(this.#store) ? RETENTION_MS : 0;
  }

  stop(): void {
    for (const runner of this.#runners) runner.stop();
  }

  #wake(): void {
    for (const runner of this.#runners) runner.wake();
  }
}
