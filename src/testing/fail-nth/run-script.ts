import type { Engine, TextAnswer } from '../../engine/engine-interface.ts';
import type { ScrubReport } from '../../wire/reports.ts';
import { createEngine } from '../../engine/engine.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import type { CallKind, Way } from './failing-devices.ts';
import { FailingDevices } from './failing-devices.ts';
import { Oracle } from './oracle.ts';
import type { Request, ScriptStep } from './script.ts';
import { TABLES } from './script.ts';
import type { WireRequest } from './wire.ts';
import { createTable, textOf, wireOf } from './wire.ts';

/** How a run ended. */
export interface ScriptResult {
  /** First difference between store and oracle; undefined when there was none. */
  readonly failure: string | undefined;
  /** Calls to the device that the script made. */
  readonly calls: readonly CallKind[];
  /** Requests whose fate the answer left open. */
  readonly undecided: number;
  /** Requests that were certainly not applied because the device failed. */
  readonly refused: number;
}

class Mismatch extends Error {}

/** One call fails, so the second attempt works; a write that lands late costs one more. */
const ATTEMPTS_MAX = 3;

/** Runs the script on the real engine while the n-th call to the device fails, against the oracle. */
export async function runScript(
  script: readonly ScriptStep[],
  failAt: number,
  way: Way,
): Promise<ScriptResult> {
  const run = new ScriptRun(failAt, way);
  let failure: string | undefined;
  try {
    await run.run(script);
  } catch (error) {
    failure = error instanceof Mismatch ? error.message : String((error as Error).stack);
  }
  const { calls, undecided, refused } = run;
  return { failure, calls, undecided, refused };
}

class ScriptRun {
  readonly #world = new SimulatedWorld(1);
  readonly #devices: FailingDevices;
  readonly #oracle = new Oracle();
  #engine: Engine | undefined;
  #endLife: () => void = () => undefined;
  calls: readonly CallKind[] = [];
  undecided = 0;
  refused = 0;

  constructor(failAt: number, way: Way) {
    this.#devices = new FailingDevices(this.#world, failAt, way);
  }

  run(script: readonly ScriptStep[]): Promise<void> {
    return this.#world.until(this.#play(script));
  }

  async #play(script: readonly ScriptStep[]): Promise<void> {
    await this.#open();
    for (const name of TABLES) await this.#insist(createTable(name), 'ResourceInUseException');
    for (const step of script) await this.#take(step);
    this.calls = [...this.#devices.calls];
    await this.#verify();
    await this.#take({ kind: 'kill' });
    await this.#verify();
    await this.#close();
  }

  async #take(step: ScriptStep): Promise<void> {
    if (step.kind === 'burst') await this.#send(step.requests);
    else if (step.kind === 'pause') await this.#pause(step.ms);
    else if (step.kind === 'scrub') await this.#scrub();
    else {
      if (step.kind === 'close') await this.#close();
      else this.#devices.killProcess();
      this.#endLife();
      await this.#open();
    }
  }

  /** Sends requests in one turn and judges their answers; looks at once what became of undecided ones. */
  async #send(requests: readonly Request[]): Promise<void> {
    const answers = await Promise.all(requests.map((request) => this.#ask(wireOf(request))));
    const undecided = requests.filter(
      (request, i) => !this.#judge(request, answers[i] as TextAnswer),
    );
    if (undecided.length === 0) return;
    this.undecided += undecided.length;
    for (const request of undecided) this.#oracle.undecided(request);
    // A token makes it safe to send a transaction again: it is applied once, whatever became of it.
    await this.#send(undecided.filter(({ kind }) => kind === 'transaction'));
    await this.#send(TABLES.map((table) => ({ kind: 'scan', table })));
  }

  /** Takes in an answer; false when it leaves open whether the request was applied. */
  #judge(request: Request, answer: TextAnswer): boolean {
    if (answer.status === 500) {
      const isWrite = request.kind !== 'get' && request.kind !== 'query' && request.kind !== 'scan';
      if (isWrite && answer.body.includes('undecided')) return false;
      if (!isWrite || !answer.body.includes('nothing was written'))
        throw new Mismatch(`${request.kind}: ${answer.body}`);
      this.refused++;
      return true;
    }
    const difference = this.#oracle.answered(request, textOf(request, answer));
    if (difference !== undefined) throw new Mismatch(`${request.kind}: ${difference}`);
    return true;
  }

  /** Everything is as the oracle says, sound, and takes writes. */
  async #verify(): Promise<void> {
    await this.#send(TABLES.map((table) => ({ kind: 'scan', table })));
    for (const table of TABLES) {
      const body = JSON.stringify({ TableName: table });
      const answer = await this.#ask({ operation: 'DescribeTable', body });
      const { Table } = JSON.parse(answer.body) as { readonly Table: { ItemCount: number } };
      const count = this.#oracle.count(table);
      if (Table.ItemCount !== count)
        throw new Mismatch(`${table} counts ${String(Table.ItemCount)}, holds ${String(count)}`);
    }
    await this.#scrub();
    const refused = this.refused + this.undecided;
    const key = { table: 'left', pk: 'after', sk: '1' };
    const common = { key, value: 'after', paddingBytes: 0, mustExist: undefined };
    for (const effect of ['put', 'add', 'delete'] as const)
      await this.#send([{ kind: 'write', action: { ...common, effect } }]);
    if (this.refused + this.undecided !== refused) throw new Mismatch('a healthy device refuses');
  }

  /** Proves the store sound; a scrub that the device fails has the store opened again, as any read has. */
  async #scrub(): Promise<void> {
    let report: ScrubReport;
    try {
      report = await this.#mustBeOpen().scrub();
    } catch (error) {
      if ((error as Error).name !== 'DeviceFault') throw error;
      await this.#ask({ operation: 'ListTables', body: '{}' });
      report = await this.#mustBeOpen().scrub();
    }
    if (report.damaged.length > 0) throw new Mismatch(`scrub: ${JSON.stringify(report.damaged)}`);
  }

  /** Asks until it is done, now or by an earlier attempt. */
  async #insist(request: WireRequest, doneBefore: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask(request);
      if (answer.status === 200 || answer.body.includes(doneBefore)) return;
      if (attempt === ATTEMPTS_MAX) throw new Mismatch(answer.body);
    }
  }

  #ask({ operation, body }: WireRequest): Promise<TextAnswer> {
    return this.#mustBeOpen().request(`DynamoDB_20120810.${operation}`, body);
  }

  #mustBeOpen(): Engine {
    if (this.#engine === undefined) throw new Mismatch('there is no engine');
    return this.#engine;
  }

  async #open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { world, end } = this.#world.life();
      this.#endLife = end;
      try {
        this.#engine = await createEngine(
          { world, devices: this.#devices },
          {
            region: 'eu-west-2',
            accountId: '000000000001',
            durability: 'interval',
            cacheBytes: 100_000,
            expectedStoreId: undefined,
          },
        );
        return;
      } catch (error) {
        end();
        if ((error as Error).name !== 'DeviceFault' || attempt === ATTEMPTS_MAX) throw error;
      }
    }
  }

  async #close(): Promise<void> {
    await this.#engine?.close();
    // A reopening may be under way: it ends by closing what it opened.
    await this.#pause(0);
    const { openConnections } = this.#devices;
    if (openConnections !== 0)
      throw new Mismatch(`${String(openConnections)} connections stay open after close`);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.after(ms, resolve);
    });
  }
}
