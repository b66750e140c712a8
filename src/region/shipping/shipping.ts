/** What other Regions get of a table: its own writes from the log, and its items as they stand. All of it survives a loss of power. */
import type { CountedNames } from '../../item/row/row-names.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { walkTable } from '../../partition/background-access.ts';
import type { GlobalTableRecord } from '../../placement/record/global-table.ts';
import type { LogRecord } from '../../storage/log/log-record.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import type { ItemVersion } from '../../storage/stored-item.ts';
import { isLostRow } from '../../storage/stored-item.ts';
import { attributeNames } from '../../placement/attribute-names.ts';
import { jsonOfRow } from '../../partition/image/stored-image.ts';
import { birthLsn } from '../../storage/tree/tree-id.ts';
import type {
  Reply,
  ShippedChange,
  SnapshotEntry,
  SnapshotPart,
} from '../messages/region-messages.ts';
import { writeVersionOf } from '../group/origins.ts';
import type { RegionPorts } from '../region-ports.ts';
import type { SharedTable } from '../group/shared-table.ts';

type Shipped = Omit<Extract<Reply, { what: 'changes' }>, 'marks'>;

/** The writes made here behind `after`, in the order of the log; undefined where the log does not reach back so far. */
export function shippedChanges(
  table: SharedTable,
  after: number,
  ports: RegionPorts,
): Shipped | undefined {
  const { tree, replicas, tombstoneTree: tombstones } = table;
  const { store, storeId, region } = ports;
  const { batchChanges, batchBytes } = ports.world.knobs;
  const names = attributeNames(store, tree);
  // What was written before the table was shared is for nobody: who joins gets the items as they stand.
  const from = Math.max(after + 1, birthLsn(tombstones)) as Lsn;
  const hardened = Math.min(ports.hardenedLsn(), shippedUpTo(table));
  const newest = (store.nextLsn - 1) as Lsn;
  if (from < store.oldestLogLsn || after > newest) return undefined;
  const changes: ShippedChange[] = [];
  let bytes = 0;
  let lastLsn = from - 1;
  let stamp = 0;
  const isFull = (): boolean => changes.length >= batchChanges || bytes >= batchBytes;
  const next = store.readLog({ from, trees: [tree, tombstones] }, (record) => {
    if (record.lsn > hardened) return false;
    for (const change of changesOf(record, { tree, tombstones, replicas, region, names })) {
      changes.push(change);
      bytes += change.key.length + (change.text?.length ?? 0);
    }
    lastLsn = record.lsn;
    stamp = record.stamp;
    return !isFull();
  });
  const upTo = isFull() ? lastLsn : Math.max(lastLsn, Math.min(next - 1, hardened));
  if (upTo === newest) stamp = ports.lastStamp();
  const pending = Math.max(0, hardened - upTo);
  return { what: 'changes', storeId, changes, upTo, stamp, hasMore: pending > 0, pending };
}

/** The last record whose writes are for others: of a table that leaves the one that says so. */
export function shippedUpTo({ replicas }: SharedTable): number {
  return replicas.leaving?.lsn ?? Infinity;
}

/** The log of a table, and with what it is read. */
interface ShippedLog {
  readonly tree: TreeId;
  readonly tombstones: TreeId;
  readonly replicas: GlobalTableRecord;
  readonly region: string;
  readonly names: CountedNames;
}

function changesOf(
  record: LogRecord,
  { tree, tombstones, replicas, region, names }: ShippedLog,
): readonly ShippedChange[] {
  const shipped: ShippedChange[] = [];
  for (const change of record.changes) {
    if (change.kind === 'dropTree' || change.tree !== tree) continue;
    const { key, followed } = change;
    const version = change.kind === 'put' ? change.item : change.version;
    const isNothing =
      change.kind === 'put' ? isLostRow(change.item) : change.oldSizeBytes === undefined;
    if (version.origin !== 0 || isNothing) continue;
    const text = change.kind === 'put' ? jsonOfRow(change.item, names) : undefined;
    const old = followed?.oldVersion ?? graveVersion(record, tombstones, key);
    const replaced = old && writeVersionOf(old, replicas, region);
    shipped.push({
      key,
      text,
      stamp: version.stamp,
      oldStamp: replaced?.stamp,
      oldRegion: replaced?.region,
    });
  }
  return shipped;
}

/** The version of the tombstone that went with the change. */
function graveVersion(
  { changes }: LogRecord,
  tombstones: TreeId,
  key: KeyBytes,
): ItemVersion | undefined {
  for (const change of changes) {
    if (change.kind !== 'delete' || change.tree !== tombstones || change.key !== key) continue;
    return change.followed?.oldVersion;
  }
  return undefined;
}

interface SnapshotPage {
  readonly entries: readonly SnapshotEntry[];
  readonly next: string | undefined;
}

/** The items or tombstones of the table from a key on. */
export function snapshotPage(
  table: SharedTable,
  { part, from }: { readonly part: SnapshotPart; readonly from: string },
  ports: RegionPorts,
): SnapshotPage {
  const { batchChanges, batchBytes } = ports.world.knobs;
  const entries: SnapshotEntry[] = [];
  let bytes = 0;
  const walk = { part, from: from as KeyBytes, expectedBytes: batchBytes };
  const names = attributeNames(ports.store, table.tree);
  const next = walkTable(ports.store, table, walk, (key, item) => {
    const version = writeVersionOf(item, table.replicas, ports.region);
    const text = part === 'items' ? jsonOfRow(item, names) : undefined;
    entries.push({ key, text, ...version });
    bytes += key.length + (text?.length ?? 0);
    return entries.length < batchChanges && bytes < batchBytes;
  });
  return { entries, next };
}
