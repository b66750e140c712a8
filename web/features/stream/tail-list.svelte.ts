/** What is seen of a tail: newest first, narrowed, page by page, one record opened. */
import { compareSequence, passes, type EventChoice, type StreamRecord } from './stream-record.ts';
import type { StreamTail } from './stream-tail.svelte.ts';

const PAGE_SIZE = 100;

export class TailList {
  readonly tail: StreamTail;
  readonly pageSize = PAGE_SIZE;
  keyText = $state('');
  event: EventChoice = $state('all');
  opened: StreamRecord | undefined = $state.raw();
  /** Whether an opened record leaves out what did not change. */
  changesOnly = $state(false);
  /** Sequence number of the record opened last. */
  #cursor: string | undefined = $state();
  #page = $state(0);
  /** Who reads older pages is not pushed on by newer records: they wait behind this one. */
  #newestShown: string | undefined = $state();
  readonly #passing: readonly StreamRecord[] = $derived.by(() =>
    this.tail.records
      .filter((record) => passes(record, { keyText: this.keyText, event: this.event }))
      .reverse(),
  );
  readonly #listed: readonly StreamRecord[] = $derived.by(() => {
    const newest = this.#newestShown;
    if (newest === undefined) return this.#passing;
    return this.#passing.filter((record) => compareSequence(record.sequenceNumber, newest) <= 0);
  });
  /** Records that pass, without the newer ones that wait. */
  readonly total = $derived(this.#listed.length);
  readonly newer = $derived(this.#passing.length - this.#listed.length);
  readonly page = $derived(
    Math.min(this.#page, Math.max(0, Math.ceil(this.#listed.length / PAGE_SIZE) - 1)),
  );
  readonly shown: readonly StreamRecord[] = $derived(
    this.#listed.slice(this.page * PAGE_SIZE, (this.page + 1) * PAGE_SIZE),
  );
  /** The one row that the Tab key stops at. */
  readonly stop = $derived(
    (this.shown.find(({ sequenceNumber }) => sequenceNumber === this.#cursor) ?? this.shown[0])
      ?.sequenceNumber,
  );

  constructor(tail: StreamTail) {
    this.tail = tail;
  }

  narrow(changes: { readonly keyText?: string; readonly event?: EventChoice }): void {
    if (changes.keyText !== undefined) this.keyText = changes.keyText;
    if (changes.event !== undefined) this.event = changes.event;
    this.turnTo(0);
  }

  open(record: StreamRecord): void {
    this.opened = record;
    this.#cursor = record.sequenceNumber;
  }

  close(): void {
    this.opened = undefined;
  }

  turnTo(page: number): void {
    if (page === 0) this.#newestShown = undefined;
    else this.#newestShown ??= this.#passing[0]?.sequenceNumber;
    this.#page = page;
  }

  /** The record `step` rows below `record` on this page, or the one at the edge. */
  neighbour(record: StreamRecord, step: number): StreamRecord | undefined {
    const place = this.shown.findIndex((one) => one.sequenceNumber === record.sequenceNumber);
    const target = Math.max(0, Math.min(this.shown.length - 1, place + step));
    return this.shown[target];
  }
}
