import { databaseNameOf } from '../../rpc/database-name.ts';
import { HashrangeError } from '../errors.ts';
import { newClientId } from './request-ids.ts';
import { storeMarker } from '../browser/store-marker.ts';
import type { WorkerSource } from './worker-connection.ts';
import { WorkerConnection } from './worker-connection.ts';

/** Knowledge of a page that has the database open: its worker, the id that this was started under, the store that it is served from. */
export interface OpenedHere {
  readonly worker: WorkerConnection | undefined;
  readonly client: string;
  readonly storeId: string | undefined;
}

/**
 * Has a worker destroy one Region of a database: the one that runs, or the first that comes alive. Where the page has been served
 * from a store, that store and not one that has taken its place.
 */
export async function destroyStored(
  { name, region }: { readonly name: string; readonly region: string },
  sources: readonly WorkerSource[],
  opened?: OpenedHere,
): Promise<void> {
  const marker = storeMarker(databaseNameOf({ name, region }));
  const { worker, client = newClientId() } = opened ?? {};
  const storeId = opened?.storeId ?? marker.read();
  const isOnly = opened?.storeId !== undefined;
  const ignore = (): void => undefined;
  const started = sources.map(({ spawn }) => (): WorkerConnection => {
    return new WorkerConnection(spawn, { onMessage: ignore, onEnd: ignore });
  });
  const running = worker === undefined ? [] : [(): WorkerConnection => worker];
  await inFirst([...running, ...started], (connection) =>
    connection.destroy({ name, region, client, storeId, isOnly }),
  );
  if (storeId !== undefined) marker.clear(storeId);
}

async function inFirst(
  workers: readonly (() => WorkerConnection)[],
  work: (connection: WorkerConnection) => Promise<void>,
): Promise<void> {
  let failure: unknown;
  for (const start of workers) {
    let connection: WorkerConnection | undefined;
    try {
      connection = start();
      await work(connection);
      return;
    } catch (error) {
      failure = error;
      if (!(error instanceof HashrangeError) || error.code !== 'worker') break;
    } finally {
      connection?.end('the database was destroyed');
    }
  }
  throw failure;
}
