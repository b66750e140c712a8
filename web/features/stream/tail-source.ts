/** A tail of a stream over the connection of this page: its requests are not logged, there would be nothing else to read. */
import type { Connection } from '../../database/connection.svelte.ts';
import { keep, kept } from '../../database/remembered-text.ts';
import { isObject, parseObject } from '../../values/json-text.ts';
import { readStreamRecord } from './stream-record.ts';
import {
  RECORDS_PER_ANSWER,
  type TailMemory,
  type TailPorts,
  type TailSource,
} from './stream-tail.svelte.ts';

export function tailPorts(connection: Connection, streamArn: string): TailPorts {
  const key = `hashrange.tail.${connection.name}.${streamArn}`;
  return {
    source: tailSource(connection, streamArn),
    memory: tailMemory(key),
    wait: (ms, signal) => wait(connection, ms, signal),
  };
}

function tailSource(connection: Connection, streamArn: string): TailSource {
  return async ({ after, waitMs }, signal) => {
    const request = {
      StreamArn: streamArn,
      After: after,
      Limit: RECORDS_PER_ANSWER,
      WaitMs: waitMs,
    };
    const { status, body, failure } = await connection.ask('TailStream', request, signal);
    if (failure !== undefined) return { failure: { ...failure, isTemporary: status >= 500 } };
    const records = Array.isArray(body['Records']) ? body['Records'].filter(isObject) : [];
    return {
      page: {
        records: records.map(readStreamRecord),
        position: String(body['Position']),
        isEnded: body['IsEnded'] === true,
      },
    };
  };
}

/** Of this browser tab alone: two tabs may stand at two places. */
function tailMemory(key: string): TailMemory {
  return {
    read: () => {
      const parsed = parseObject(kept(key, 'sessionStorage') ?? '');
      const { start, pausedAt } = parsed.ok ? parsed.value : {};
      if (typeof start !== 'string') return undefined;
      return typeof pausedAt === 'string' ? { start, pausedAt } : { start };
    },
    write: (place) => {
      keep(key, JSON.stringify(place), 'sessionStorage');
    },
  };
}

function wait(connection: Connection, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = connection.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
