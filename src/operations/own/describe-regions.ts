import { requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';

const parse = requestShape({});

/** How replication stands in this Region: its replicas, the links to it, the latest conflicts. */
export const describeRegions: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeRegions',
  layout: parse.layout,
  parse,
  run: (_, { regions, world }) => {
    const { region, peers, replicas, conflicts, conflictCount, refusedWrites, failure } =
      regions.report();
    return JSON.stringify({
      Region: region,
      NowMs: world.service.now(),
      Peers: peers.map((peer) => ({
        Region: peer.region,
        StoreId: peer.storeId,
        LastHeardMs: peer.lastHeardMs,
      })),
      Replicas: replicas.map((replica) => ({
        TableName: replica.tableName,
        Region: replica.region,
        Status: replica.status,
        LagMs: replica.lagMs,
        PendingItems: replica.pendingItems,
        AppliedLsn: replica.appliedLsn,
        AppliedStamp: replica.appliedStamp,
        IsCopying: replica.isCopying,
        Copies: replica.copies,
        LastHeardMs: replica.lastHeardMs,
      })),
      Links: regions.links().map(({ from, settings, delivered, lost }) => ({
        From: from,
        To: region,
        Cut: settings.isCut,
        DelayMs: settings.delayMs,
        Loss: settings.loss,
        Duplicate: settings.duplicate,
        Reorder: settings.reorder,
        Delivered: delivered,
        Lost: lost,
      })),
      Conflicts: conflicts.map((conflict) => ({
        AtMs: conflict.atMs,
        TableName: conflict.tableName,
        Winner: sideOf(conflict.winner),
        Loser: sideOf(conflict.loser),
      })),
      ConflictCount: conflictCount,
      RefusedWrites: refusedWrites,
      Failure: failure,
    });
  },
};

/** Without an item it is a deletion. */
function sideOf({
  region,
  stamp,
  text,
}: {
  readonly region: string;
  readonly stamp: number;
  readonly text: string | undefined;
}): object {
  const item = text === undefined ? undefined : (JSON.parse(text) as unknown);
  return { Region: region, Stamp: stamp, Item: item };
}
