import type { DatabaseLocks } from '../../client/browser/database-locks.ts';
import { inProcessLocks } from '../../client/browser/in-process-locks.ts';
import type { TriggerEvent } from '../../client/trigger/trigger-event.ts';
import type { TriggerContext, TriggerHandler } from '../../client/trigger/trigger-run.ts';
import type { TriggerOptions } from '../../client/trigger/trigger-settings.ts';
import type { Trigger } from '../../client/trigger/trigger.ts';
import { startTrigger } from '../../client/trigger/trigger.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import type { SourceHooks } from './fake-source.ts';
import { FakeStreams } from './fake-source.ts';

export interface Tab {
  readonly sim: SimulatedWorld;
  readonly close: () => void;
  readonly start: (
    handler: TriggerHandler,
    options?: Partial<TriggerOptions>,
    name?: string,
  ) => Trigger;
}

/** Tabs beside one store; those that share a world and locks live at the same time. */
export function tab(
  streams: FakeStreams,
  {
    hooks = {},
    locks = inProcessLocks(),
    sim = new SimulatedWorld(1),
    sent = [],
  }: {
    readonly hooks?: SourceHooks;
    readonly locks?: DatabaseLocks;
    readonly sim?: SimulatedWorld;
    readonly sent?: object[];
  } = {},
): Tab {
  const { world } = sim.life();
  const life = new AbortController();
  const deps = {
    world,
    locks,
    source: streams.source(world, hooks),
    life: life.signal,
    database: {
      send: async (operation: string, input: object) => sent.push({ operation, ...input }),
      ensureTable: async (table: object) => {
        sent.push(table);
      },
    },
  };
  return {
    sim,
    close: () => life.abort(),
    start: (handler, options = {}, name = 'x') =>
      startTrigger(deps, {
        name,
        options: { table: 't', from: 'TRIM_HORIZON', ...options },
        handler,
      }),
  };
}

export function streamsWith(...keys: string[]): FakeStreams {
  const streams = new FakeStreams();
  streams.enable();
  for (const key of keys) streams.write(key);
  return streams;
}

export const keysOf = ({ Records }: TriggerEvent) =>
  Records.map(({ dynamodb }) => dynamodb.Keys['id']?.S).join(' ');

/** A handler that notes what it gets and fails for keys that say so. */
export function noting(fails: (keys: string, call: number) => boolean = () => false): {
  readonly calls: string[];
  readonly handler: (event: TriggerEvent, context: TriggerContext) => void;
} {
  const calls: string[] = [];
  return {
    calls,
    handler: (event) => {
      calls.push(keysOf(event));
      if (fails(keysOf(event), calls.length)) throw new Error(`call ${calls.length}`);
    },
  };
}
