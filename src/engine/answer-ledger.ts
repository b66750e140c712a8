import type { AnswerNote } from '../storage/log/answer-note.ts';
import type { HostTime } from '../kernel/time.ts';
import { oldestOf } from '../storage/log/oldest-wanted.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Lsn } from '../storage/store.ts';

/** A client that has been silent for this long is taken to be gone: a page in a frozen tab comes back sooner, or never. */
const SILENCE_MAX_MS = 10 * 60_000;

/** An answer that may be asked for again, and the log record that holds it. */
interface KnownAnswer {
  readonly lsn: Lsn;
  /** As text: rows need a dictionary, which the next owner reads anew. */
  readonly answer: Pick<AnswerNote, 'status' | 'body'>;
}

/** Answers to one client's writes that it has not confirmed. */
export class ClientLedger {
  readonly client: string;
  readonly #ledger: AnswerLedger;
  /** By number, oldest record first. */
  readonly #known = new Map<number, KnownAnswer>();
  /** No number above it is known: most requests are new, and need no further look. */
  #highest = 0;
  #confirmed = 0;
  #heardAt: number;

  constructor(client: string, ledger: AnswerLedger) {
    this.client = client;
    this.#ledger = ledger;
    this.#heardAt = ledger.host.elapsedMs();
  }

  /** Milliseconds since the client was heard, or this owner has had the store. */
  get silentMs(): number {
    return this.#ledger.host.elapsedMs() - this.#heardAt;
  }

  /** It is there, as far as one can tell. */
  hear(): this {
    this.#heardAt = this.#ledger.host.elapsedMs();
    return this;
  }

  /** The client has the answers to all requests up to this number, or does not want them. */
  confirm(upTo: number): void {
    this.hear();
    if (upTo <= this.#confirmed) return;
    this.#confirmed = upTo;
    for (const number of this.#known.keys()) if (number <= upTo) this.#known.delete(number);
  }

  find(number: number): KnownAnswer | undefined {
    return number > this.#highest ? undefined : this.#known.get(number);
  }

  add(number: number, known: KnownAnswer): void {
    if (this.#known.size === 0) this.#ledger.keep(this);
    this.#known.set(number, known);
    if (number > this.#highest) this.#highest = number;
  }

  /** What the answer tells of has been taken back, or may be gone. */
  drop(number: number): void {
    this.#known.delete(number);
  }

  forget(): void {
    this.#known.clear();
  }

  get oldestLsn(): Lsn | undefined {
    if (this.#known.size > 0 && this.silentMs > SILENCE_MAX_MS) this.forget();
    return this.#known.values().next().value?.lsn;
  }
}

/**
 * Remembers the answers to writes until their clients have them, so that a write sent again, to this owner or to the next, is
 * answered and not run again. In memory here; in the log as notes, each in one commit with the write that it answers.
 *
 * The log is redone from the oldest note that is still wanted. Reads are not remembered: they can run again.
 */
export class AnswerLedger {
  readonly #clients = new Map<string, ClientLedger>();
  readonly host: HostTime;

  constructor(host: HostTime) {
    this.host = host;
  }

  of(client: string): ClientLedger {
    const found = this.#clients.get(client);
    if (found !== undefined) return found;
    const made = new ClientLedger(client, this);
    this.keep(made);
    return made;
  }

  keep(ledger: ClientLedger): void {
    this.#clients.set(ledger.client, ledger);
  }

  /**
   * A store has been opened: what its log holds counts, and nothing else. Clients have all their time from now on, for a wall clock that was
   * set meanwhile does not tell how long ago they were heard.
   */
  begin({ storedLog }: LogStore): void {
    for (const ledger of this.#clients.values()) ledger.forget();
    for (const { lsn, note } of storedLog.foundNotes) {
      const { client, number, status, body } = note;
      this.of(client).hear().add(number, { lsn, answer: { status, body } });
    }
    storedLog.keepNotes(() => this.oldestLsn());
  }

  /** The record of the oldest answer that is still wanted. */
  oldestLsn(): Lsn | undefined {
    return oldestOf([...this.#clients.values()].map((client) => client.oldestLsn));
  }

  /** Forgets the clients that are gone, as far as one can tell from how long they have been silent. */
  forgetUnless(isHere: (client: string, silentMs: number) => boolean): void {
    for (const [client, ledger] of this.#clients) {
      if (isHere(client, ledger.silentMs)) continue;
      ledger.forget();
      this.#clients.delete(client);
    }
  }
}
