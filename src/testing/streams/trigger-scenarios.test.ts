import { describe, expect, it } from 'vitest';
import type { DatabaseLocks } from '../../client/browser/database-locks.ts';
import { inProcessLocks } from '../../client/browser/in-process-locks.ts';
import type { Trigger } from '../../client/trigger/trigger.ts';
import { startTrigger } from '../../client/trigger/trigger.ts';
import type { TriggerHandler } from '../../client/trigger/trigger-run.ts';
import type { TriggerOptions } from '../../client/trigger/trigger-settings.ts';
import { Prng } from '../world/prng.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { FakeStreams, serviceError } from './fake-source.ts';
import { TriggerOracle } from './trigger-oracle.ts';

const FILTER = [{ dynamodb: { Keys: { id: { S: [{ 'anything-but': { prefix: 'skip' } }] } } } }];
const never = new Promise<never>(() => undefined);

/** How a tab comes to its end, and what fails on the way. */
interface Fate {
  /** The call to the engine at which the tab dies. */
  readonly dieAtCall?: number;
  /** Before the engine hears of it, or before the tab hears of the answer. */
  readonly dieAfterwards?: boolean;
  readonly faultRate: number;
}

/** A store, the tabs beside it, and the promises that they must keep. */
class Scenario {
  readonly sim: SimulatedWorld;
  readonly streams = new FakeStreams();
  readonly oracle: TriggerOracle;
  readonly #chance: Prng;
  readonly #locks = inProcessLocks();
  readonly #options: TriggerOptions;
  readonly #failRate: number;
  /** Some records fail for ever. */
  readonly #givesUp: boolean;
  broken: Error | undefined;

  constructor(seed: number, options: Partial<TriggerOptions>, failRate: number) {
    this.sim = new SimulatedWorld(seed);
    this.#chance = new Prng(seed + 1);
    this.#options = { table: 't', from: 'TRIM_HORIZON', filter: FILTER, ...options };
    this.#failRate = failRate;
    this.#givesUp = failRate > 0 && options.retries !== undefined;
    this.oracle = new TriggerOracle(this.streams, (key) => !key.startsWith('skip'));
    this.streams.enable(['a', 'b']);
  }

  /** Writes now and then, over a few seconds, to the shards that are open; some split meanwhile. */
  write(count: number): void {
    const open = ['a', 'b'];
    for (let i = 0; i < count; i++) {
      this.sim.after(this.#chance.below(4_000), () => {
        if (open.length < 6 && this.#chance.chance(0.08)) {
          const [parent = ''] = open.splice(this.#chance.below(open.length), 1);
          const children = [`${parent}1`, `${parent}2`];
          this.streams.split(parent, children);
          open.push(...children);
        }
        const isSkipped = this.#chance.chance(0.3);
        const isBad = this.#givesUp && this.#chance.chance(0.1);
        const key = `${isSkipped ? 'skip' : isBad ? 'bad' : 'good'}${i}`;
        this.streams.write(key, { shard: this.#chance.pick(open) });
      });
    }
  }

  /** Opens a tab. `dead` resolves should it die. */
  open({ dieAtCall, dieAfterwards, faultRate }: Fate): { trigger: Trigger; dead: Promise<void> } {
    const { world, end } = this.sim.life();
    const life = new AbortController();
    const held = new Set<() => void>();
    const atWork = new Set<string>();
    let isDead = false;
    let calls = 0;
    let died: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => {
      died = resolve;
    });
    const die = (): void => {
      isDead = true;
      end();
      for (const shardId of atWork) this.oracle.ended(shardId);
      for (const release of held) release();
      died();
    };
    const step = (phase: 'before' | 'after', call: string): Promise<void> | undefined => {
      if (isDead) return never;
      if (phase === 'before') calls++;
      if (calls === dieAtCall && (phase === 'after') === (dieAfterwards === true)) {
        die();
        return never;
      }
      if (phase === 'after' && call === 'saveState') this.#check(() => this.#checkStates());
      if (this.#chance.chance(faultRate)) throw serviceError('InternalServerError', 500);
      return undefined;
    };
    const locks = this.#locksOf(held, () => isDead);
    const handler: TriggerHandler = async ({ Records }, { shardId }) => {
      if (isDead) return never;
      this.#check(() => this.oracle.began(shardId, Records));
      atWork.add(shardId);
      await new Promise<void>((resolve) => world.host.after(this.#chance.below(50), resolve));
      if (isDead) return never;
      atWork.delete(shardId);
      this.oracle.ended(shardId);
      return this.#handle(Records);
    };
    const trigger = startTrigger(
      {
        world,
        locks,
        life: life.signal,
        source: this.streams.source(world, {
          before: (call) => step('before', call),
          after: (call) => step('after', call),
        }),
        database: { send: async () => undefined, ensureTable: async () => undefined },
      },
      {
        name: 'x',
        options: {
          ...this.#options,
          onFailure: ({ payload }) => {
            if (isDead) return never;
            if (this.#chance.chance(this.#failRate)) throw new Error('destination');
            this.oracle.did(payload.Records);
            return undefined;
          },
        },
        handler,
      },
    );
    return { trigger, dead };
  }

  /** The locks of a tab: `held` is what its death lets go. */
  #locksOf(held: Set<() => void>, isDead: () => boolean): DatabaseLocks {
    return {
      take: async (name, signal) => {
        const release = await this.#locks.take(name, signal);
        const letGo = (): void => {
          held.delete(letGo);
          release();
        };
        held.add(letGo);
        if (isDead()) letGo();
        return letGo;
      },
    };
  }

  /** Fails by chance and for bad records; what it handled before it failed is not counted as done unless it is reported. */
  #handle(Records: Parameters<TriggerHandler>[0]['Records']): unknown {
    const isBad = (record: (typeof Records)[number]): boolean =>
      record.dynamodb.Keys['id']?.S?.startsWith('bad') === true;
    const failsAt = this.#chance.chance(this.#failRate)
      ? this.#chance.below(Records.length)
      : Records.findIndex(isBad);
    if (failsAt === -1) {
      this.oracle.did(Records);
      return undefined;
    }
    if (this.#options.reportBatchItemFailures !== true) throw new Error('handler');
    this.oracle.did(Records.slice(0, failsAt));
    return {
      batchItemFailures: [{ itemIdentifier: Records[failsAt]?.dynamodb.SequenceNumber }],
    };
  }

  #checkStates(): void {
    for (const state of this.streams.states.values()) this.oracle.saved(state);
  }

  #check(claim: () => void): void {
    try {
      claim();
    } catch (error) {
      this.broken ??= error as Error;
    }
  }
}

function after(sim: SimulatedWorld, ms: number): Promise<void> {
  return new Promise((resolve) => void sim.after(ms, resolve));
}

function randomOptions(chance: Prng): Partial<TriggerOptions> {
  return {
    batchSize: 1 + chance.below(5),
    batchWindowMs: chance.pick([0, 0, 300]),
    bisectOnError: chance.chance(0.5),
    reportBatchItemFailures: chance.chance(0.5),
    ...(chance.chance(0.6) ? { retries: chance.below(3) } : {}),
  };
}

/** Opens tab after tab until one lives long enough to be done. */
async function runToEnd(scenario: Scenario, fates: readonly Fate[]): Promise<Trigger> {
  for (const fate of fates) {
    const { trigger, dead } = scenario.open(fate);
    const isOver = await scenario.sim.until(
      Promise.race([
        dead.then(() => false),
        after(scenario.sim, 10_000)
          .then(() => trigger.idle())
          .then(() => true),
      ]),
    );
    if (isOver) return trigger;
  }
  const { trigger } = scenario.open({ faultRate: 0 });
  await scenario.sim.until(after(scenario.sim, 10_000));
  await scenario.sim.until(trigger.idle());
  return trigger;
}

describe('a trigger under deaths and faults', () => {
  it('handles every record once when nothing fails', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const scenario = new Scenario(seed, randomOptions(new Prng(seed)), 0);
      scenario.write(60);
      await runToEnd(scenario, []);
      expect(scenario.broken, `seed ${seed}`).toBeUndefined();
      expect(scenario.oracle.missing, `seed ${seed}`).toEqual([]);
      expect(new Set(scenario.oracle.done.values()), `seed ${seed}`).toEqual(new Set([1]));
    }
  });

  it('passes no record that is not handled, whichever call the tab dies at', async () => {
    for (let dieAtCall = 1; dieAtCall <= 70; dieAtCall++) {
      for (const dieAfterwards of [false, true]) {
        const scenario = new Scenario(dieAtCall, { batchSize: 3 }, 0);
        scenario.write(30);
        await runToEnd(scenario, [{ dieAtCall, dieAfterwards, faultRate: 0 }]);
        const what = `dies ${dieAfterwards ? 'after' : 'before'} call ${dieAtCall}`;
        expect(scenario.broken, what).toBeUndefined();
        expect(scenario.oracle.missing, what).toEqual([]);
      }
    }
  });

  it('keeps its promises under random deaths, faults and failures', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const chance = new Prng(seed);
      const scenario = new Scenario(seed, randomOptions(chance), 0.2);
      scenario.write(60);
      const fates = Array.from({ length: 6 }, () => ({
        dieAtCall: 1 + chance.below(60),
        dieAfterwards: chance.chance(0.5),
        faultRate: 0.2,
      }));
      await runToEnd(scenario, fates);
      expect(scenario.broken, `seed ${seed}`).toBeUndefined();
      expect(scenario.oracle.missing, `seed ${seed}`).toEqual([]);
    }
  });

  it('keeps its promises while several tabs take turns', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const chance = new Prng(seed);
      const scenario = new Scenario(seed, randomOptions(chance), 0.1);
      scenario.write(60);
      for (let i = 0; i < 3; i++)
        scenario.open({ dieAtCall: 20 + chance.below(40), faultRate: 0.1 });
      await runToEnd(scenario, []);
      expect(scenario.broken, `seed ${seed}`).toBeUndefined();
      expect(scenario.oracle.missing, `seed ${seed}`).toEqual([]);
    }
  });
});
