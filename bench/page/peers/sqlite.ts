import type { BenchItem, Peer } from '../peer.ts';
import type { SqliteCall } from './sqlite-worker.ts';

const LOAD_BATCH = 1_000;
const SCAN_BATCH = 5_000;

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

interface Row extends Omit<BenchItem, 'active'> {
  readonly active: number;
  readonly rowid?: number;
}

/** SQLite (WASM) on the origin private file system in a worker: its defaults, or a write-ahead log. */
export function sqlite(mode: 'default' | 'WAL', isIndexed: boolean): Peer {
  let worker: Worker;
  let calls = 0;
  let version: unknown;
  const open = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >();
  const send = (call: SqliteCall): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      open.set(id, { resolve, reject });
      worker.postMessage({ id, call });
    });
  const putAll = async (items: readonly BenchItem[]): Promise<void> => {
    await send({ op: 'putAll', items });
  };
  return {
    name: `SQLite ${mode}${isIndexed ? ' indexed' : ''}`,
    open: async (name) => {
      worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        const waiting = open.get(data.id);
        open.delete(data.id);
        if (data.error === undefined) waiting?.resolve(data.value);
        else waiting?.reject(new Error(data.error));
      };
      version = await send({
        op: 'open',
        name: `sqlite-${mode}-${name}`,
        wal: mode === 'WAL',
        isIndexed,
      });
    },
    load: async (items) => {
      for (let at = 0; at < items.length; at += LOAD_BATCH) {
        await putAll(items.slice(at, at + LOAD_BATCH));
      }
    },
    get: ({ pk, sk }) => send({ op: 'get', pk, sk }),
    put: async (item) => {
      await send({ op: 'put', item });
    },
    query: (pk, sk, count) => send({ op: 'query', pk, sk, count }) as Promise<unknown[]>,
    transact: putAll,
    ...(isIndexed && {
      queryIndex: (email: string, count: number) =>
        send({ op: 'byEmail', email, count }) as Promise<unknown[]>,
    }),
    scan: async () => {
      let seen = 0;
      let after = 0;
      for (;;) {
        const items = (await send({ op: 'page', after, count: SCAN_BATCH })) as readonly Row[];
        seen += items.length;
        if (items.length < SCAN_BATCH) return seen;
        after = items.at(-1)?.rowid ?? after;
      }
    },
    plain: (stored) => {
      const { pk, sk, name, email, count, active, text } = stored as Row;
      return { pk, sk, name, email, count, active: active === 1, text };
    },
    close: async () => {
      await send({ op: 'close' });
      worker.terminate();
    },
    stats: () => Promise.resolve(version),
  };
}
