import type { HostTime, Timer } from '../kernel/time.ts';
import type { World } from '../kernel/world.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Happening } from '../wire/events.ts';

/** Events `written` and `tables`: what is stored is another now than when they were told before. A commit costs two comparisons. */
export class ChangeEvents {
  readonly #written: PacedEvent;
  readonly #tables: PacedEvent;
  /** Of the store, when it was looked at last. */
  #changes = 0;
  #catalogChanges = 0;

  constructor({ host, knobs }: World, tell: (happening: Happening) => void) {
    const paced = (type: 'written' | 'tables'): PacedEvent =>
      new PacedEvent(host, knobs.changePauseMs, () => {
        tell({ type });
      });
    this.#written = paced('written');
    this.#tables = paced('tables');
  }

  /** Records have been stored. Who asks for tables that are on their way to the disk is answered when they are there. */
  onStored({ changes, catalogChanges }: Pick<LogStore, 'changes' | 'catalogChanges'>): void {
    if (changes === this.#changes) return;
    this.#changes = changes;
    this.#written.note();
    if (catalogChanges === this.#catalogChanges) return;
    this.#catalogChanges = catalogChanges;
    this.#tables.note();
  }

  /** The store has been opened again: of what was undecided some is stored, and nobody has been told. */
  onRestarted(): void {
    this.#changes = 0;
    this.#catalogChanges = 0;
    this.#written.note();
    this.#tables.note();
  }

  stop(): void {
    this.#written.stop();
    this.#tables.stop();
  }
}

/** An event of what may happen often: told at once after a pause, and once a pause while it goes on. */
class PacedEvent {
  readonly #host: HostTime;
  readonly #pauseMs: number;
  readonly #tell: () => void;
  /** Until it ends nothing is told. */
  #pause: Timer | undefined;
  #hasNews = false;

  constructor(host: HostTime, pauseMs: number, tell: () => void) {
    this.#host = host;
    this.#pauseMs = pauseMs;
    this.#tell = tell;
  }

  note(): void {
    if (this.#pause !== undefined) {
      this.#hasNews = true;
      return;
    }
    this.#hasNews = false;
    this.#pause = this.#host.after(this.#pauseMs, () => {
      this.#pause = undefined;
      if (this.#hasNews) this.note();
    });
    this.#tell();
  }

  stop(): void {
    this.#pause?.cancel();
  }
}
