/**
 * Reads a stream on and on. Where it stands is a sequence number, so nothing is lost by pausing, by leaving the view or by a
 * reload: the stream itself keeps a day of records, and what was on the screen is read again.
 */
import { unanswered, type Failure } from '../../database/connection.svelte.ts';
import { compareSequence, type StreamRecord } from './stream-record.ts';

/** Records that stay on the page; older ones are in the stream still. */
export const RECORDS_KEPT = 2_000;
export const RECORDS_PER_ANSWER = 1_000;
const WAIT_MS = 20_000;
const RETRY_MS = 1_000;

export type TailStart = 'TRIM_HORIZON' | 'LATEST';

export interface TailRequest {
  /** A sequence number or a {@link TailStart}. */
  readonly after: string;
  /** How long to wait for the first record. */
  readonly waitMs: number;
}

export interface TailPage {
  readonly records: readonly StreamRecord[];
  /** Where to read on. */
  readonly position: string;
  /** The stream was switched off and has been read to its end. */
  readonly isEnded: boolean;
}

export interface TailFailure extends Failure {
  /** Worth another try as it is. */
  readonly isTemporary: boolean;
}

/** Rejects when the signal aborts, or when the connection broke. */
export type TailSource = (
  request: TailRequest,
  signal: AbortSignal,
) => Promise<{ readonly page: TailPage } | { readonly failure: TailFailure }>;

/** What outlives the page. */
export interface TailPlace {
  /** The records shown are those behind it. */
  readonly start: string;
  /** Where it stands while paused. */
  readonly pausedAt?: string;
}

export interface TailMemory {
  readonly read: () => TailPlace | undefined;
  readonly write: (place: TailPlace) => void;
}

export interface TailPorts {
  readonly source: TailSource;
  readonly memory: TailMemory;
  /** Resolves after that time, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export class StreamTail {
  state: 'reading' | 'paused' | 'ended' | 'failed' = $state('reading');
  /** Oldest first, the newest {@link RECORDS_KEPT}. */
  records: readonly StreamRecord[] = $state.raw([]);
  /** True once everything there is has been read. */
  isLive = $state(false);
  isRetrying = $state(false);
  /** True when some records were trimmed before they could be read. */
  hasGap = $state(false);
  /** True when there were more records than are kept. */
  isCut = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly #ports: TailPorts;
  /** The records shown are those behind it. */
  #start: string;
  /** Where to read on. */
  #position: string;
  /** Up to where a paused tail showed records before a reload. */
  #replayTo: string | undefined;
  #isShown = false;
  #stop = new AbortController();

  constructor(ports: TailPorts) {
    this.#ports = ports;
    const { start = 'TRIM_HORIZON', pausedAt } = ports.memory.read() ?? {};
    this.#start = start;
    this.#position = start;
    if (pausedAt === start) this.state = 'paused';
    else this.#replayTo = pausedAt;
  }

  /** Reads while somebody looks. */
  show(): void {
    this.#isShown = true;
    this.#run();
  }

  hide(): void {
    this.#isShown = false;
    this.#halt();
  }

  pause(): void {
    if (this.state !== 'reading') return;
    this.#pauseAt(this.#position);
    this.#halt();
  }

  /** Reads on from where it stood. */
  resume(): void {
    if (this.state !== 'paused' && this.state !== 'failed') return;
    this.state = 'reading';
    this.failure = undefined;
    this.#remember();
    this.#run();
  }

  restart(from: TailStart): void {
    this.records = [];
    this.isCut = false;
    this.hasGap = false;
    this.isLive = false;
    this.failure = undefined;
    this.#replayTo = undefined;
    this.#start = from;
    this.#position = from;
    this.state = 'reading';
    this.#remember();
    this.#run();
  }

  /** Forgets what is shown; stands where it stood. */
  clear(): void {
    this.records = [];
    this.isCut = false;
    this.hasGap = false;
    this.#start = this.#position;
    this.#remember();
  }

  #run(): void {
    this.#halt();
    if (!this.#isShown || this.state !== 'reading') return;
    this.#stop = new AbortController();
    void this.#read(this.#stop.signal);
  }

  #halt(): void {
    this.#stop.abort();
  }

  /** An answer that comes after the halt is dropped: the position has not moved, it will be asked for again. */
  async #read(signal: AbortSignal): Promise<void> {
    while (this.state === 'reading') {
      try {
        const waitMs = this.isLive && this.#replayTo === undefined ? WAIT_MS : 0;
        const answer = await this.#ports.source({ after: this.#position, waitMs }, signal);
        if (signal.aborted) return;
        if ('page' in answer) this.#take(answer.page);
        else await this.#meet(answer.failure, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#fail(unanswered(error));
      }
    }
  }

  #take(page: TailPage): void {
    this.isRetrying = false;
    const { records, position, isEnded } = page;
    const replayTo = this.#replayTo;
    if (this.#start === 'LATEST') this.#start = position;
    if (replayTo !== undefined) {
      const isDone = records.length === 0 || compareSequence(position, replayTo) >= 0;
      this.#keep(records.filter((record) => compareSequence(record.sequenceNumber, replayTo) <= 0));
      this.#position = position;
      if (isDone) this.#pauseAt(replayTo);
      return;
    }
    this.#keep(records);
    this.#position = position;
    this.isLive = records.length === 0 || (this.isLive && records.length < RECORDS_PER_ANSWER);
    if (isEnded) this.state = 'ended';
    this.#remember();
  }

  #keep(records: readonly StreamRecord[]): void {
    if (records.length === 0) return;
    const all = [...this.records, ...records];
    const dropped = all.length - RECORDS_KEPT;
    this.records = dropped > 0 ? all.slice(dropped) : all;
    if (dropped <= 0) return;
    this.isCut = true;
    this.#start = all[dropped - 1]?.sequenceNumber ?? this.#start;
  }

  #pauseAt(position: string): void {
    this.#position = position;
    this.#replayTo = undefined;
    this.isLive = false;
    this.state = 'paused';
    this.#remember();
  }

  async #meet(failure: TailFailure, signal: AbortSignal): Promise<void> {
    if (failure.type.endsWith('TrimmedDataAccessException') && this.#position !== 'TRIM_HORIZON') {
      this.hasGap = true;
      this.#position = 'TRIM_HORIZON';
    } else if (failure.type.endsWith('ResourceNotFoundException')) {
      this.state = 'ended';
    } else if (failure.isTemporary) {
      this.isRetrying = true;
      await this.#ports.wait(RETRY_MS, signal);
    } else {
      this.#fail(failure);
    }
  }

  #fail(failure: Failure): void {
    this.failure = failure;
    this.isRetrying = false;
    this.state = 'failed';
  }

  #remember(): void {
    this.#ports.memory.write({
      start: this.#start,
      ...(this.state === 'paused' ? { pausedAt: this.#position } : {}),
    });
  }
}
