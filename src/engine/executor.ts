import { NothingYet } from '../operations/long-poll.ts';
import { ReplayFault } from '../storage/checkpoint/replay-fault.ts';
import { bodyLength } from '../item/row/answer-body.ts';
import { bodyText } from '../item/row/body-text.ts';
import type { HostMs } from '../kernel/time.ts';
import type { HeardTables } from '../region/region-fault.ts';
import { RegionFault } from '../region/region-fault.ts';
import type { PreparedRequest } from '../operations/operation.ts';
import type { DeviceFault } from '../storage/device/port.ts';
import type { LogStore } from '../storage/log-store.ts';
import { RoomFault } from '../storage/quota/room-fault.ts';
import { isReadFault } from '../storage/store-fault.ts';
import { expectedBytes } from '../storage/tree/expected-bytes.ts';
import { DamagedRangeError, PageFault } from '../storage/tree/page-fault.ts';
import { Pins } from '../storage/tree/pins.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import type { Admission } from './admission.ts';
import { faultAnswer } from './device-fault-messages.ts';
import type { Answer, Caller, TextAnswer } from './engine-interface.ts';
import type { LongestWait } from './longest-wait.ts';
import type { Lack, Turns } from './turn.ts';
import { isLack } from './turn.ts';

/** A request on its way: parsed, and run as often as page loads and refused commits make necessary. */
export interface Job {
  readonly request: PreparedRequest;
  readonly caller: Caller | undefined;
  readonly answer: (answer: Answer) => void;
  /** How often the job met a failing device. */
  faults: number;
  /** Since when the store holds the job back: its checkpoint has to move, or the device to make room. */
  heldSinceMs: HostMs | undefined;
  /** Whether its turn to write has come. */
  hasWaited: boolean;
  /** What other Regions told it. */
  readonly heard: HeardTables;
  /** The pages that were loaded for it, until it has run on them. */
  pins: Pins | undefined;
}

/** A job that meets a failing device more often than this is answered with the fault. */
const FAULTS_MAX = 3;

/** What the executor needs of the engine around it. */
export interface ExecutorHost {
  /** Words for a damaged range: table and key bounds. */
  readonly describeDamage: (error: DamagedRangeError) => string;
  /** The job has nothing to answer yet: it waits until there is. */
  readonly park: (job: Job, wait: NothingYet) => void;
  /** A job is run that has heard this of other Regions. */
  readonly recall: (heard: HeardTables) => void;
  /** Resolves when another Region has answered, or will not. */
  readonly askRegion: (fault: RegionFault, heard: HeardTables) => Promise<void>;
  /** Runs the job on the store that is open, or will be. */
  readonly rerun: (job: Job) => void;
  readonly longestWait: LongestWait;
  readonly admission: Admission;
}

/**
 * Runs requests against a store by "load, then run" (ADR 23), and lets no answer out before all that it rests on is
 * durable (ADR 24).
 */
export class Executor {
  readonly #store: LogStore;
  readonly #turns: Turns;
  readonly #host: ExecutorHost;

  constructor(store: LogStore, turns: Turns, host: ExecutorHost) {
    this.#store = store;
    this.#turns = turns;
    this.#host = host;
  }

  run(job: Job): void {
    if (job.caller?.aborted === true) {
      this.#unpin(job);
      this.#host.admission.leave(job);
      return;
    }
    if (this.#isKnown(job)) {
      this.#unpin(job);
      return;
    }
    if (!job.hasWaited && this.#store.holdsWrites && writes(job.request)) {
      this.#wait(job, new ReplayFault('needs room'));
      return;
    }
    let answer: Answer;
    try {
      answer = this.#turns.now(() => this.#turn(job), job.hasWaited ? 'has waited' : undefined);
      this.#unpin(job);
    } catch (error) {
      if (isLack(error)) {
        this.#loadThenRun(job, error);
        return;
      }
      this.#unpin(job);
      if (error instanceof RegionFault) {
        this.#host.admission.leave(job);
        void this.#host.askRegion(error, job.heard).then(() => {
          this.#host.rerun(job);
        });
        return;
      }
      if (error instanceof NothingYet) {
        this.#park(job, error);
        return;
      }
      answer = this.#answerOf(error);
    }
    this.#release(job, answer);
  }

  /** The answer to a write stands in one commit with it: also that it failed when it had appended. */
  #turn(job: Job): Answer {
    this.#host.recall(job.heard);
    let answer: Answer;
    try {
      answer = { status: 200, body: job.request.run() };
    } catch (error) {
      if (this.#store.hasAppended) answer = this.#bug(error);
      else if (error instanceof DynamoError) answer = this.#answer(error);
      else throw error;
    }
    if (this.#store.hasAppended) this.#note(job, answer);
    return answer;
  }

  /** Answers a write that has run before, perhaps under another owner, as it was answered then. */
  #isKnown(job: Job): boolean {
    const { ledger, number } = job.caller ?? {};
    if (ledger === undefined || number === undefined) return false;
    const known = ledger.find(number);
    if (known === undefined) return false;
    this.#store.log.whenDurable(known.lsn, (fault) => {
      if (fault === undefined) this.#tell(job, known.answer);
      else this.#retry(job, fault);
    });
    return true;
  }

  /** The answer is stored in one commit with what it answers, as text: the next owner may have no dictionary of that time. */
  #note(job: Job, answer: Answer): void {
    const { ledger, number } = job.caller ?? {};
    if (ledger === undefined || number === undefined) return;
    const noted = inText(answer);
    const lsn = this.#store.noteAnswer({ client: ledger.client, number, ...noted });
    ledger.add(number, { lsn, answer: noted });
  }

  #release(job: Job, answer: Answer): void {
    const { seenLsn, hasAppended, hasGrown } = this.#store;
    if (seenLsn !== 0 && !hasAppended && !this.#isAdmitted(job, bodyLength(answer.body))) return;
    this.#goesOn(job);
    if (seenLsn === 0) {
      this.#tell(job, answer);
      return;
    }
    this.#store.log.whenDurable(seenLsn, (fault) => {
      if (fault === undefined) this.#tell(job, answer);
      else if (hasAppended) this.#failed(job, fault, hasGrown);
      else this.#retry(job, fault);
    });
  }

  #tell(job: Job, answer: Answer): void {
    job.answer(answer);
    this.#host.admission.leave(job);
  }

  /** Whether the job, which has no effect so far, may hold so much. Else it holds nothing, and runs when it may. */
  #isAdmitted(job: Job, bytes: number): boolean {
    const { admission } = this.#host;
    if (admission.admits(job, bytes)) return true;
    this.#unpin(job);
    admission.wait(job, bytes, () => {
      // Another store may be open by now.
      this.#host.rerun(job);
    });
    return false;
  }

  #goesOn(job: Job): void {
    if (job.heldSinceMs === undefined) return;
    this.#host.longestWait.ended(job.heldSinceMs);
    job.heldSinceMs = undefined;
  }

  /** A request waits for news of what is durable only. */
  #park(job: Job, wait: NothingYet): void {
    this.#host.admission.leave(job);
    this.#store.log.whenDurable(this.#store.seenLsn, (fault) => {
      if (fault === undefined) this.#host.park(job, wait);
      else this.#retry(job, fault);
    });
  }

  /** A write was not stored, or it is not known whether it was: the notes in the log will tell of a numbered one. */
  #failed(job: Job, fault: DeviceFault, hasGrown: boolean): void {
    const { ledger, number } = job.caller ?? {};
    const isUndecided = fault.kind !== 'quota' && fault.kind !== 'aborted';
    const isNumbered = ledger !== undefined && number !== undefined;
    if (isNumbered) ledger.drop(number);
    // What only deletes goes first: what is refused together with it may be too large for the room there is.
    if (fault.kind === 'quota' && (hasGrown || job.faults > 0)) this.#makeRoomThenRun(job, fault);
    else if (fault.kind === 'quota') this.#retry(job, fault);
    else if (isUndecided && isNumbered) this.#retry(job, fault);
    else this.#tell(job, this.#answer(faultAnswer(fault)));
  }

  /** Nothing was written: what the device refused for want of room is tried again when there is some. */
  #makeRoomThenRun(job: Job, fault: DeviceFault): void {
    const retry = (): void => this.#retry(job, fault);
    this.#store.load(new RoomFault(0), new Pins()).then(retry, retry);
  }

  #loadThenRun(job: Job, lack: Lack): void {
    const first = lack instanceof PageFault ? this.#lackOfWrites(job) : undefined;
    const next = first ?? lack;
    if (next instanceof ReplayFault) {
      this.#wait(job, next);
      return;
    }
    if (next instanceof RoomFault) job.heldSinceMs ??= this.#host.longestWait.nowMs;
    const lacks = next instanceof PageFault ? [next, ...missingPages(job.request)] : [next];
    if (!this.#isAdmitted(job, this.#expectedBytes(job, lacks))) return;
    this.#load(job, lacks).then(
      () => {
        // Another store may be open by now, which lacks what this one has loaded.
        this.#host.rerun(job);
      },
      (error: unknown) => {
        this.#unpin(job);
        if (isReadFault(error, next)) this.#retry(job, error);
        // There may be no room for others, and enough for what this one writes.
        else if (first !== undefined) this.#host.rerun(job);
        else this.#tell(job, this.#answerOf(error));
      },
    );
  }

  /** Until its turn to write has come. */
  #wait(job: Job, fault: ReplayFault): void {
    job.heldSinceMs ??= this.#host.longestWait.nowMs;
    this.#store.queueWrite(() => {
      job.hasWaited = true;
      // Another store may be open by now.
      this.#host.rerun(job);
    }, fault);
  }

  #unpin(job: Job): void {
    if (job.pins !== undefined) this.#store.release(job.pins);
    job.pins = undefined;
  }

  /** What the job would have to wait for as soon as its pages are there: it waits first. */
  #lackOfWrites({ request, hasWaited }: Job): Lack | undefined {
    const lack = this.#store.lackOfWrites(hasWaited);
    return lack !== undefined && writes(request) ? lack : undefined;
  }

  /** Brings in what the run lacked, and what it would find missing after that, in other tables too: at once, not one after the other. */
  async #load(job: Job, lacks: readonly Lack[]): Promise<void> {
    const pins = (job.pins ??= new Pins());
    await Promise.all(lacks.map((each) => this.#turns.load(each, pins)));
  }

  /** Memory that the job is expected to hold when it has what it lacks. */
  #expectedBytes({ pins }: Job, lacks: readonly Lack[]): number {
    return (pins?.bytes ?? 0) + expectedBytes(this.#store.forest, lacks);
  }

  #answerOf(error: unknown): Answer {
    if (error instanceof DynamoError) return this.#answer(error);
    if (error instanceof DamagedRangeError) {
      return this.#answer(new DynamoError('InternalServerError', this.#host.describeDamage(error)));
    }
    if (isDeviceFault(error)) return this.#answer(faultAnswer(error));
    return this.#bug(error);
  }

  /** Operations have no effect before they append, so the store is sound; the answer carries the bug. */
  #bug(error: unknown): Answer {
    const message = error instanceof Error ? error.message : String(error);
    return this.#answer(new DynamoError('InternalServerError', `A bug in hashrange: ${message}`));
  }

  /** A job that wrote nothing runs again, unless the device fails it every time. */
  #retry(job: Job, fault: DeviceFault): void {
    job.faults++;
    if (job.faults > FAULTS_MAX) this.#tell(job, this.#answer(faultAnswer(fault)));
    else this.#host.rerun(job);
  }

  #answer(error: DynamoError): Answer {
    return { status: error.status, body: error.toBody() };
  }
}

export function inText({ status, body }: Answer): TextAnswer {
  return { status, body: bodyText(body) };
}

/** All that a request lacks by what it touches. */
function missingPages(request: PreparedRequest): readonly PageFault[] {
  return ifKnown(() => request.missingPages()) ?? [];
}

function writes(request: PreparedRequest): boolean {
  const touches = ifKnown(() => request.touches()) ?? [];
  return touches.some(({ access }) => access === 'write');
}

/** Undefined where the pages that would tell it are not in memory or damaged. */
function ifKnown<T>(tell: () => T): T | undefined {
  try {
    return tell();
  } catch (error) {
    if (isLack(error) || error instanceof DamagedRangeError) return undefined;
    throw error;
  }
}

function isDeviceFault(error: unknown): error is DeviceFault {
  return error instanceof Error && error.name === 'DeviceFault';
}
