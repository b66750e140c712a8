/** Writes of other Regions, applied here: the last writer wins, item by item. */
import { attributesOf } from '../../item/attributes.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { keyOf } from '../../item/key-codec.ts';
import type { KeySchema } from '../../item/key-schema.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { findStanding, needStanding } from '../../partition/background-access.ts';
import type { Replacement } from '../../partition/item-changes.ts';
import { GivenImage, storedImage } from '../../partition/image/stored-image.ts';
import type { ItemImage, StoredImage } from '../../partition/image/stored-image.ts';
import { attributeNames } from '../../placement/attribute-names.ts';
import { replaceItems } from '../../partition/table-access.ts';
import { putTable } from '../../placement/table-catalog.ts';
import type { Change, Lsn } from '../../storage/store.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { ITEM_BYTES_MAX } from '../../wire/limits.ts';
import { originOf, withOrigins, writeVersionOf } from '../group/origins.ts';
import type { RegionPorts } from '../region-ports.ts';
import type { SharedTable } from '../group/shared-table.ts';
import { compareVersions, judge } from '../group/last-writer-wins.ts';
import type { WriteVersion } from '../group/last-writer-wins.ts';

/** A write that was made in another Region. */
export interface IncomingWrite {
  readonly key: string;
  /** The item; undefined where it was deleted. */
  readonly text: string | undefined;
  readonly version: WriteVersion;
  /** What the writer saw in its place. */
  readonly replaced: WriteVersion | undefined;
}

/** One of two versions of an item that know nothing of each other. */
export interface MetVersion extends WriteVersion {
  /** Undefined for a deletion. */
  readonly text: string | undefined;
}

export interface Conflict {
  readonly tableName: string;
  /** Key attributes of the item; undefined where both versions are deletions. */
  readonly key: Item | undefined;
  readonly winner: MetVersion;
  readonly loser: MetVersion;
}

export interface Applied {
  /** The record that holds the writes. */
  readonly lsn: Lsn;
  readonly conflicts: readonly Conflict[];
  /** Writes that are no items of this table. */
  readonly refused: number;
  readonly won: number;
}

/** What goes into the same log record. */
export interface Along {
  readonly changes: readonly Change[];
  /** Whether versions that meet are looked at for conflicts: not in a copy, which brings what is known already. */
  readonly findsConflicts: boolean;
}

/** Applies the writes in one log record. Writes of one item are taken together: what counts is the last of them. */
export function applyWrites(
  table: SharedTable,
  writes: readonly IncomingWrite[],
  along: Along,
  ports: RegionPorts,
): Applied {
  const { region } = ports;
  const record = withOrigins(
    table.record,
    writes.map(({ version }) => version.region),
    region,
  );
  const latest = latestOf(writes);
  const keys = latest.map(({ key }) => key as KeyBytes);
  needStanding(ports.store, table, keys);
  const replacements: Replacement[] = [];
  const conflicts: Conflict[] = [];
  let refused = 0;
  let won = 0;
  for (const write of latest) {
    const image =
      write.text === undefined ? undefined : imageOf(write.text, write.key, table.keySchema);
    if (image === null) {
      refused++;
      continue;
    }
    const standing = standingAt(table, write.key as KeyBytes, ports);
    const { wins, isConflict } = judge(write.version, write.replaced, standing?.side);
    if (isConflict && standing !== undefined && along.findsConflicts) {
      const known = image ?? standing.item;
      const key = known && keyAttributes(table.keySchema, known);
      const met = { tableName: table.name, key };
      conflicts.push(conflictOf(met, write, standing.side, wins));
    }
    if (!wins) continue;
    won++;
    const origin = originOf(record.replicas ?? table.replicas, write.version.region, region) ?? 0;
    const version = { stamp: write.version.stamp, origin };
    const before = standing?.item;
    replacements.push({ table, key: write.key as KeyBytes, before, after: image, version });
  }
  // Whoever sees these writes here writes after them.
  ports.observe(latest.reduce((stamp, { version }) => Math.max(stamp, version.stamp), 0));
  const origins = record === table.record ? [] : [putTable(record)];
  const lsn = replaceItems(ports, replacements, [...origins, ...along.changes]);
  return { lsn, conflicts, refused, won };
}

function latestOf(writes: readonly IncomingWrite[]): readonly IncomingWrite[] {
  const byKey = new Map<string, IncomingWrite>();
  for (const write of writes) {
    const known = byKey.get(write.key);
    if (known === undefined) byKey.set(write.key, write);
    else if (compareVersions(write.version, known.version) > 0) {
      byKey.set(write.key, { ...write, replaced: known.replaced });
    }
  }
  return [...byKey.values()];
}

/** What stands at a key: an item, or the tombstone of one. */
function standingAt(
  table: SharedTable,
  key: KeyBytes,
  ports: RegionPorts,
): { readonly item: StoredImage | undefined; readonly side: MetVersion } | undefined {
  const found = findStanding(ports.store, { table, key });
  if (found === undefined) return undefined;
  const { version } = found;
  const item = storedImage(found.item, attributeNames(ports.store, table.tree));
  const side = { ...writeVersionOf(version, table.replicas, ports.region), text: item?.json };
  return { item, side };
}

function conflictOf(
  met: Pick<Conflict, 'tableName' | 'key'>,
  { text, version }: IncomingWrite,
  standing: MetVersion,
  wins: boolean,
): Conflict {
  const incoming = { ...version, text };
  return wins
    ? { ...met, winner: incoming, loser: standing }
    : { ...met, winner: standing, loser: incoming };
}

function keyAttributes({ partitionKey, sortKey }: KeySchema, { item }: ItemImage): Item {
  const names = [partitionKey.name, sortKey?.name];
  const attributes = Object.entries(item);
  return Object.fromEntries(attributes.filter(([name]) => names.includes(name)));
}

/** The item behind a text of another Region; null where it is none that this table could hold under that key. */
function imageOf(text: string, key: string, keySchema: KeySchema): ItemImage | null {
  try {
    const { item, sizeBytes } = canonicalItem(JSON.parse(text), 'current');
    if (!hasKey(item, keySchema) || keyOf(keySchema, attributesOf(item)) !== key) return null;
    if (sizeBytes > ITEM_BYTES_MAX) return null;
    return new GivenImage(item, sizeBytes);
  } catch {
    return null;
  }
}

function hasKey(item: Item, { partitionKey, sortKey }: KeySchema): boolean {
  return [partitionKey, sortKey].every((attribute) => {
    if (attribute === undefined) return true;
    const value = Object.hasOwn(item, attribute.name) ? item[attribute.name] : undefined;
    return value !== undefined && attribute.type in value;
  });
}
