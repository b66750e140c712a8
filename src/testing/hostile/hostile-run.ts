import type { Database, RawAnswer } from '../../client/database.ts';
import { hostileRequest } from './hostile-requests.ts';
import type { HostileRequest } from './hostile-requests.ts';
import { PlainTables } from './plain-tables.ts';
import { prototypeFault } from './prototypes.ts';
import { faultOf } from './verdict.ts';

/** Longest a request may take, in milliseconds, and how often a slow one gets another try: machines stutter. */
const SLOW_MS = 50;
const TRIES = 10;
const LARGEST_ITEM = 400 * 1024;

/** How often everything stored is compared, and then emptied. */
const COMPARED_EVERY = 5_000;

const REPORTED_MAX = 20;

/** Sends hostile requests one after another and judges every answer and what it leaves behind. */
export class HostileRun {
  /** What was wrong, in words, with what it takes to see it again. */
  readonly faults: string[] = [];
  /** How often each operation was answered well and each error was given. */
  readonly outcomes = new Map<string, number>();
  readonly #db: Database;
  readonly #plain: PlainTables;
  readonly #seed: number;

  constructor(db: Database, seed: number) {
    this.#db = db;
    this.#plain = new PlainTables(db);
    this.#seed = seed;
  }

  /** Runs the requests of these numbers; begins and ends with empty tables. */
  async run(from: number, to: number): Promise<void> {
    await this.#plain.reset();
    for (let index = from; index < to; index++) {
      await this.#judge(index);
      if ((index + 1) % COMPARED_EVERY === 0) await this.#compare(index);
    }
    await this.#compare(to);
  }

  async #judge(index: number): Promise<void> {
    const request = hostileRequest(this.#seed, index);
    let fastestMs = Infinity;
    for (let tries = 0; tries < TRIES && fastestMs > SLOW_MS; tries++) {
      const elapsedMs = stopwatch();
      const answer = await this.#send(index, request);
      fastestMs = Math.min(fastestMs, elapsedMs());
      if (answer.status === 200) await this.#apply(index, request);
      if (tries === 0) this.#count(request, answer);
    }
    if (fastestMs > limitMs(request)) {
      this.#report(index, `took ${fastestMs.toFixed()} ms`, request);
    }
  }

  async #send(index: number, request: HostileRequest): Promise<RawAnswer> {
    const before = (await this.#db.stats()).appendedLsn;
    const answer = await this.#db.request(request.target, request.bodyText);
    const after = (await this.#db.stats()).appendedLsn;
    const fault = faultOf(answer) ?? prototypeFault();
    if (fault !== undefined) this.#report(index, fault, request);
    const mayWrite = answer.status === 200 && PlainTables.mayWrite(request.target);
    if (after !== before && !mayWrite) {
      this.#report(index, `wrote, and answered ${answer.body.slice(0, 200)}`, request);
    }
    return answer;
  }

  async #apply(index: number, request: HostileRequest): Promise<void> {
    try {
      await this.#plain.apply(request);
    } catch (error) {
      this.#report(index, `left ${String(error)}`, request);
    }
  }

  async #compare(index: number): Promise<void> {
    const difference = await this.#plain.difference();
    if (difference !== undefined) this.#report(index, difference.slice(0, 1_000));
    await this.#plain.reset();
  }

  #count({ target }: HostileRequest, { status, body }: RawAnswer): void {
    const named = status === 200 ? target : /"__type":"[^#"]*#([^"]*)"/.exec(body)?.[1];
    const outcome = named?.replace('DynamoDB_20120810.', '') ?? String(status);
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  #report(index: number, fault: string, request?: HostileRequest): void {
    if (this.faults.length >= REPORTED_MAX) return;
    const text = request === undefined ? '' : `${request.target} ${request.bodyText.slice(0, 500)}`;
    this.faults.push(`seed ${this.#seed}, request ${index}: ${fault} ${text}`);
  }
}

/** For bodies larger than an item the browser's own parsing, on the machine as it is now, comes on top. */
function limitMs({ bodyText }: HostileRequest): number {
  if (bodyText.length <= LARGEST_ITEM) return SLOW_MS;
  const elapsedMs = stopwatch();
  try {
    JSON.parse(bodyText);
  } catch {
    // What is no JSON costs its parsing too.
  }
  return SLOW_MS + elapsedMs();
}

/** Milliseconds from now on, less what the machine gave to other processes. */
function stopwatch(): () => number {
  const startMs = performance.now();
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return Math.min(performance.now() - startMs, (user + system) / 1000);
  };
}
