import { Listeners } from '../../kernel/listeners.ts';
import type { World } from '../../kernel/world.ts';
import type { Device, StoredFrame } from '../device/port.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { AnswerNote } from './answer-note.ts';
import { LogCache } from './log-cache.ts';
import type { CommitGroup } from './commit-group.ts';
import type { LogNeed } from './log-retention.ts';
import { LogRetention } from './log-retention.ts';
import type { LogFault } from './logged-store.ts';
import type { LogRecord } from './log-record.ts';
import { oldestOf } from './oldest-wanted.ts';

/** A note, and the record that holds it. */
export interface FoundNote {
  readonly lsn: Lsn;
  readonly note: AnswerNote;
}

/** The log on the device, for those who read it: what they want of it stays, what they read lies in memory. */
export class StoredLog {
  /** Answers to requests from before the opening, that may be sent again. */
  readonly foundNotes: readonly FoundNote[];
  readonly #cache: LogCache;
  readonly #keeper: LogRetention;
  /** Hear of each group that was stored. */
  readonly stored = new Listeners<[]>();
  #notes: readonly (() => Lsn | undefined)[] = [];

  constructor(
    device: Device,
    world: Pick<World, 'host' | 'service' | 'knobs'>,
    found: { readonly oldestLsn: Lsn; readonly notes: readonly FoundNote[] },
    onBroken: (error: unknown) => void,
  ) {
    this.#cache = new LogCache(device, world.knobs);
    this.#keeper = new LogRetention(device, world, found.oldestLsn, onBroken);
    this.foundNotes = found.notes;
  }

  /** Says what one more reader wants of the log. Before the first everything stays. Answers what ends it. */
  keep(need: () => LogNeed): () => void {
    return this.#keeper.keep(need);
  }

  /** Gives up the older half of what is kept for readers. Answers the first record that stays; undefined where nothing is kept. */
  giveUp(durableLsn: Lsn): Lsn | undefined {
    return this.#keeper.giveUp(durableLsn);
  }

  /** Says which record holds the oldest note that somebody may still want: recovery has to meet it. Before that all of them are wanted. */
  keepNotes(oldest: () => Lsn | undefined): void {
    this.#notes = [...this.#notes, oldest];
  }

  get oldestNote(): Lsn | undefined {
    if (this.#notes.length === 0) return this.foundNotes[0]?.lsn;
    return oldestOf(this.#notes.map((oldest) => oldest()));
  }

  get oldestWanted(): Lsn | undefined {
    return this.#keeper.oldestWanted();
  }

  /** A group has been stored. */
  add(group: CommitGroup, frames: readonly StoredFrame[]): void {
    if (this.#keeper.isRead) this.#cache.add(group, frames);
  }

  /** Records up to `durableLsn` have been stored, and everybody else knows. */
  committed(durableLsn: Lsn): void {
    this.#keeper.look(durableLsn);
    this.stored.tell();
  }

  /** Brings in a stretch. Rejects with `DeviceFault`. */
  load(fault: LogFault, durableLsn: Lsn): Promise<void> {
    return this.#cache.load(fault, durableLsn);
  }

  read(
    query: { readonly from: Lsn; readonly trees: readonly TreeId[] },
    durableLsn: Lsn,
    visit: (record: LogRecord) => boolean,
  ): Lsn {
    return this.#cache.read(query, durableLsn, visit);
  }
}
