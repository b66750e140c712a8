/** The followers of one Region: one for each of its tables and each other Region that the table is shared with. */
import type { GroupMember } from '../../placement/record/global-table.ts';
import { isMember, hasOtherRegions, otherMembers } from '../../placement/region-group.ts';
import { putTable } from '../../placement/table-catalog.ts';
import { TablesByTree } from '../../placement/tables-by-tree.ts';
import type { Change, TreeId } from '../../storage/store.ts';
import type { Applied } from './applying.ts';
import type { Lacking } from '../shipping/backlog.ts';
import type { Conversation } from '../messages/conversation.ts';
import { findFollowState, followStateChange, forgetFollowState } from '../group/follow-state.ts';
import { Follower } from './follower.ts';
import { asShared } from '../group/shared-table.ts';
import { withMember } from '../group/group-merge.ts';
import type { LogPlace, Marks } from '../messages/region-messages.ts';
import type { RegionPorts } from '../region-ports.ts';
import type { ReplicaState } from '../../wire/extensions/regions.ts';
import type { SharedTable } from '../group/shared-table.ts';

export interface FollowersHost {
  readonly onApplied: (applied: Applied) => void;
  readonly onFailed: (error: unknown) => void;
  /** The other Region has answered; the marks are what it says of the table. */
  readonly onHeard: (
    table: SharedTable | undefined,
    region: string,
    marks: Marks | undefined,
  ) => void;
  /** Cursors have been put down together with a copy. */
  readonly onPlacesTaken: () => void;
}

export class Followers {
  readonly #ports: RegionPorts;
  readonly #conversation: Conversation;
  readonly #host: FollowersHost;
  /** By tree and Region. */
  readonly #followers = new Map<string, Follower>();
  readonly #byTree = new TablesByTree();
  #tables: readonly SharedTable[] = [];

  constructor(ports: RegionPorts, conversation: Conversation, host: FollowersHost) {
    this.#ports = ports;
    this.#conversation = conversation;
    this.#host = host;
  }

  find({ tree }: SharedTable, region: string): Follower | undefined {
    return this.#followers.get(followerKey(tree, region));
  }

  /** These tables are shared now: whom there is to follow is followed, and nobody else. */
  follow(tables: readonly SharedTable[]): void {
    this.#tables = tables;
    const wanted = new Set<string>();
    for (const table of tables) {
      if (!hasOtherRegions(table.record, this.#ports.region)) continue;
      for (const [region, member] of this.#othersOf(table)) {
        if (member.tableId === undefined || member.status === 'CREATION_FAILED') continue;
        const key = followerKey(table.tree, region);
        wanted.add(key);
        const follower = this.#followers.get(key) ?? this.#newFollower(table, region, member);
        this.#followers.set(key, follower);
        follower.wake(member);
      }
    }
    for (const [key, follower] of this.#followers) {
      if (wanted.has(key)) continue;
      follower.stop();
      this.#followers.delete(key);
    }
  }

  /** The other Region has records up to this one. */
  hint(region: string, upTo: number): void {
    for (const follower of this.#followers.values()) {
      if (follower.region === region) follower.hint(upTo);
    }
  }

  stop(): void {
    for (const follower of this.#followers.values()) follower.stop();
  }

  /** How far the table follows each other Region. */
  marksOf(table: SharedTable): Marks {
    return Object.fromEntries(
      this.#othersOf(table).map(([region]) => [region, this.find(table, region)?.mark ?? 0]),
    );
  }

  /** `lackingIn` tells what another Region lacks of the writes of this one. */
  report(
    tables: readonly SharedTable[],
    lackingIn: (table: SharedTable, region: string) => Lacking,
  ): readonly ReplicaState[] {
    const nowMs = this.#ports.world.service.now();
    return tables.flatMap((table) =>
      this.#othersOf(table).map(([region, { status }]): ReplicaState => {
        const follow = this.find(table, region)?.report() ?? neverFollowed(region);
        const { items, sinceMs = nowMs } = lackingIn(table, region);
        const lagMs = Math.max(0, nowMs - sinceMs);
        return {
          TableName: table.name,
          Status: status,
          PendingItems: items,
          LagMs: lagMs,
          ...follow,
        };
      }),
    );
  }

  #othersOf({ replicas }: SharedTable): ReturnType<typeof otherMembers> {
    const { region } = this.#ports;
    return isMember(replicas.group.members[region]) ? otherMembers(replicas.group, region) : [];
  }

  #newFollower({ tree }: SharedTable, region: string, member: GroupMember): Follower {
    const { onApplied, onFailed, onHeard, onPlacesTaken } = this.#host;
    const known = (): SharedTable | undefined => this.#tables.find((each) => each.tree === tree);
    return new Follower({ region, tree, member }, this.#ports, this.#conversation, {
      findTable: () => this.#findTable(tree, region),
      marks: () => {
        const table = known();
        return table === undefined ? {} : this.marksOf(table);
      },
      onApplied,
      onFailed,
      onHeard: (from, marks) => {
        onHeard(known(), from, marks);
      },
      placesToTake: (table, places) => this.#placesToTake(table, region, places),
      copied: (table) => this.#copied(table),
      onPlacesTaken: () => {
        for (const other of this.#followers.values()) {
          if (other.tree === tree && other.region !== region) other.forgetState();
        }
        onPlacesTaken();
      },
    });
  }

  /** The table as the store has it, while it is to follow the other Region. */
  #findTable(tree: TreeId, region: string): SharedTable | undefined {
    const found = this.#byTree.find(this.#ports.store, tree);
    const table = found && asShared(found);
    if (table === undefined || !isMember(table.replicas.group.members[region])) return undefined;
    return hasOtherRegions(table.record, this.#ports.region) ? table : undefined;
  }

  /** While a table is filled, others are followed from where the source of the copy has followed them, or earlier. */
  #placesToTake(
    table: SharedTable,
    source: string,
    places: readonly LogPlace[],
  ): readonly Change[] {
    if (table.record.status !== 'CREATING') return [];
    const { store } = this.#ports;
    return this.#othersOf(table).flatMap(([region, { tableId }]): Change[] => {
      if (region === source) return [];
      const place = places.find((each) => each.region === region && each.tableId === tableId);
      if (place === undefined) {
        return [forgetFollowState(table.tree, region)];
      }
      const known = findFollowState(store, table.tree, region);
      const isOld = known?.tableId === place.tableId && known.lsn <= place.lsn;
      const { storeId, lsn } = isOld ? known : place;
      const state = { tableId: place.tableId, storeId, lsn, stamp: 0, copy: undefined };
      return [followStateChange(table.tree, region, state)];
    });
  }

  #copied({ record, replicas }: SharedTable): readonly Change[] {
    if (record.status !== 'CREATING') return [];
    const { region, world } = this.#ports;
    const author = { region, nowMs: world.service.now() };
    const group = withMember(replicas.group, region, { status: 'ACTIVE' }, author);
    return [putTable({ ...record, status: 'ACTIVE', replicas: { ...replicas, group } })];
  }
}

function followerKey(tree: number, region: string): string {
  return `${String(tree)} ${region}`;
}

const neverFollowed = (region: string): ReturnType<Follower['report']> => ({
  Region: region,
  IsCopying: false,
  AppliedLsn: 0,
  AppliedStamp: 0,
  Copies: 0,
});
