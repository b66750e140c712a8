/**
 * Replication of one Region, during one life of its store: tells the other Regions what there is, hears what they have, follows their
 * writes table by table and answers their questions.
 */
import type { Timer } from '../kernel/time.ts';
import type { Channel } from '../kernel/channel.ts';
import { isMember, isReplicated, otherMembers } from '../placement/replica-group.ts';
import type { GroupMember } from '../placement/table-record.ts';
import { putTable } from '../placement/table-catalog.ts';
import { TablesByTree } from '../placement/tables-by-tree.ts';
import { stampMs } from '../storage/log/stamp.ts';
import { DeviceFault } from '../storage/device/port.ts';
import { CURSOR_TREE } from '../storage/store.ts';
import type { Change, Lsn } from '../storage/store.ts';
import { AnswerDesk } from './answer-desk.ts';
import type { Applied } from './applying.ts';
import { Conversation } from './conversation.ts';
import type { Announcement } from './conversation.ts';
import { followKey, findFollowState, followStateChange } from './follow-state.ts';
import { Follower } from './follower.ts';
import { digestOf, withMember } from './group-merge.ts';
import { asShared, documentsOf, noticeChanges, sharedTablesOf, takeIn } from './group-documents.ts';
import type { LogPlace, Marks, TableAbroad } from './messages.ts';
import type { RegionPorts } from './region-ports.ts';
import type { RecordedConflict, RegionsReport, ReplicaReport } from './region-report.ts';
import type { SharedTable } from './shipping.ts';
import { TombstoneDuty } from './tombstone-duty.ts';

/** New writes are told to the others together with what comes so soon after. */
const HINT_MS = 20;
/** Regions with tables in common say so again and again: what was lost on the way is made good. */
const HELLO_MS = 5_000;
const CONFLICTS_KEPT = 100;

interface Peer {
  storeId: string;
  life: number;
  lastHeardMs: number;
  /** Documents of it that were asked for and are not about this Region. */
  readonly ignored: Map<string, string>;
}

export interface ReplicatorEvents {
  /** Something about replication can be seen that could not be before. */
  readonly onConflict?: (conflict: RecordedConflict) => void;
}

export class Replicator {
  readonly #ports: RegionPorts;
  readonly #events: ReplicatorEvents;
  readonly #conversation: Conversation;
  readonly #desk: AnswerDesk;
  readonly #duty: TombstoneDuty;
  readonly #peers = new Map<string, Peer>();
  /** By tree and Region. */
  readonly #followers = new Map<string, Follower>();
  #tables: readonly SharedTable[] = [];
  readonly #byTree = new TablesByTree();
  #lookedLsn = -1;
  #isLooking: Promise<void> | undefined;
  #mustLook = false;
  #told = '';
  #hint: Timer | undefined;
  #hello: Timer | undefined;
  #isStopped = false;
  #conflicts: RecordedConflict[] = [];
  #conflictCount = 0;
  #refusedWrites = 0;
  #failure: string | undefined;

  constructor(ports: RegionPorts, channel: Channel, events: ReplicatorEvents = {}) {
    this.#ports = ports;
    this.#events = events;
    this.#conversation = new Conversation(ports.region, channel, ports.world, {
      onAnnounced: (from, life, body) => {
        this.#hear(from, life, body);
      },
      onQuestion: (from, question, reply) => {
        this.#desk.answer(from, question, reply);
      },
    });
    this.#desk = new AnswerDesk(ports, {
      findTable: (tableId) => this.#tables.find(({ record }) => record.id === tableId),
      marksOf: (table) => this.#marksOf(table),
      followOf: (table, region) => this.#followers.get(followerKey(table.tree, region)),
    });
    this.#duty = new TombstoneDuty(ports, {
      tables: () => this.#tables,
      marks: (table) => this.#desk.marksAt(table),
      onFailed: (error) => {
        this.#noteFailure(error);
      },
    });
  }

  /** Begins: the others hear that this Region is here. */
  start(): void {
    void this.#look().then(() => {
      this.#sayHello(false);
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#conversation.close();
    this.#hint?.cancel();
    this.#hello?.cancel();
    this.#duty.stop();
    for (const follower of this.#followers.values()) follower.stop();
  }

  /** Whether tables are shared with other Regions, as far as is known yet. */
  get isShared(): boolean {
    return this.#lookedLsn < 0 || this.#tables.length > 0;
  }

  /** The oldest record that other Regions, heard lately, have not put away; undefined where none wait. */
  get oldestWanted(): Lsn | undefined {
    return this.#desk.oldestWanted(this.#tables);
  }

  /** Records have been stored. */
  stored(): void {
    if (this.#isStopped) return;
    if (this.#ports.store.catalogLsn > this.#lookedLsn) void this.#look();
    this.#hintSoon();
  }

  /** Tells the others how far there is something to ask for, once it survives a loss of power. */
  #hintSoon(): void {
    if (this.#isStopped || this.#tables.length === 0) return;
    this.#hint ??= this.#ports.world.scheduler.after(HINT_MS, () => {
      this.#hint = undefined;
      this.#ports.harden().then(
        () => {
          const upTo = this.#ports.hardenedLsn();
          if (!this.#isStopped) this.#conversation.announce({ kind: 'hint', upTo });
        },
        () => undefined,
      );
    });
  }

  /** What another Region has under a table's name; 'silent' where it does not answer. */
  async tableIn(region: string, name: string): Promise<TableAbroad | 'none' | 'silent'> {
    const reply = await this.#conversation.ask(region, { what: 'table', name }, ASK_MS);
    if (reply === undefined) return 'silent';
    return reply.what === 'table' && reply.table !== undefined ? reply.table : 'none';
  }

  report(): RegionsReport {
    const nowMs = this.#ports.world.clock.now();
    const replicas = this.#tables.flatMap((table) =>
      otherMembers(table.replicas.group, this.#ports.region).map(([region, member]) =>
        this.#replicaReport(table, region, member, nowMs),
      ),
    );
    return {
      region: this.#ports.region,
      peers: [...this.#peers].map(([region, { storeId, lastHeardMs }]) => ({
        region,
        storeId,
        lastHeardMs,
      })),
      replicas,
      conflicts: this.#conflicts,
      conflictCount: this.#conflictCount,
      refusedWrites: this.#refusedWrites,
      failure: this.#failure,
    };
  }

  #replicaReport(
    table: SharedTable,
    region: string,
    member: GroupMember,
    nowMs: number,
  ): ReplicaReport {
    const found = this.#followers.get(followerKey(table.tree, region))?.report();
    const follow = found ?? {
      region,
      isCopying: false,
      appliedLsn: 0,
      appliedStamp: 0,
      pending: 0,
      copies: 0,
      lastHeardMs: undefined,
    };
    const isBehind = follow.pending > 0 || follow.isCopying;
    const lagMs = isBehind ? Math.max(0, nowMs - stampMs(follow.appliedStamp)) : 0;
    return { ...follow, tableName: table.name, status: member.status, lagMs };
  }

  #hear(from: string, life: number, body: Announcement): void {
    const peer = this.#peers.get(from);
    if (peer !== undefined) peer.lastHeardMs = this.#ports.world.clock.now();
    if (body.kind === 'hello') this.#hearHello(from, life, body);
    for (const follower of this.#followers.values()) {
      if (follower.region === from) follower.hint(body.upTo);
    }
  }

  #hearHello(
    from: string,
    life: number,
    { storeId, groups, isReply }: Extract<Announcement, { readonly kind: 'hello' }>,
  ): void {
    const known = this.#peers.get(from);
    const lastHeardMs = this.#ports.world.clock.now();
    const ignored = known?.ignored ?? new Map<string, string>();
    this.#peers.set(from, { storeId, life, lastHeardMs, ignored });
    if (!isReply && known?.life !== life) this.#sayHello(true, from);
    const own = this.#digests;
    const news = groups.filter(
      ({ id, digest }) => own.get(id) !== digest && ignored.get(id) !== digest,
    );
    if (news.length > 0) void this.#fetch(from, news);
    // What the other one lacks or has in another state it asks for when it hears of it.
    const theirs = new Map(groups.map(({ id, digest }) => [id, digest]));
    const isOther = [...own].some(([id, digest]) => theirs.has(id) && theirs.get(id) !== digest);
    if (!isReply && known?.life === life && isOther) this.#sayHello(true, from);
  }

  #digests: ReadonlyMap<string, string> = new Map();

  async #fetch(
    from: string,
    news: readonly { readonly id: string; readonly digest: string }[],
  ): Promise<void> {
    const ids = news.map(({ id }) => id);
    const reply = await this.#conversation.ask(from, { what: 'groups', ids });
    if (reply?.what !== 'groups' || this.#isStopped) return;
    for (const group of reply.groups) {
      // Another Region may own the name of a Region that is not in the group at all.
      const isChanged = await this.#turn(() => takeIn(group, this.#ports));
      if (isChanged !== true) this.#peers.get(from)?.ignored.set(group.id, digestOf(group));
    }
    await this.#look();
  }

  /** Runs a turn; answers undefined where it failed: what it was for comes again with the next hello. */
  async #turn<T>(work: () => T): Promise<T | undefined> {
    try {
      return await this.#ports.turn(work);
    } catch (error) {
      this.#noteFailure(error);
      return undefined;
    }
  }

  /** The store is opened again when it fails; anything else is to be seen. */
  #noteFailure(error: unknown): void {
    if (error instanceof DeviceFault) return;
    this.#failure = error instanceof Error ? error.message : String(error);
  }

  /** Looks what tables are shared, tells the others what changed, and follows whom there is to follow. */
  #look(): Promise<void> {
    this.#mustLook = true;
    this.#isLooking ??= this.#lookAll().finally(() => {
      this.#isLooking = undefined;
    });
    return this.#isLooking;
  }

  async #lookAll(): Promise<void> {
    while (this.#mustLook && !this.#isStopped) {
      this.#mustLook = false;
      const lookedLsn = this.#ports.store.catalogLsn;
      const found = await this.#turn(() => {
        noticeChanges(this.#ports);
        const documents = documentsOf(this.#ports.store);
        return { documents, tables: sharedTablesOf(this.#ports.store) };
      });
      if (found === undefined) return;
      this.#lookedLsn = Math.max(this.#lookedLsn, lookedLsn);
      this.#tables = found.tables;
      this.#digests = new Map(found.documents.map((group) => [group.id, digestOf(group)]));
      this.#follow();
      if (found.tables.length > 0) this.#duty.start();
      // Writes may have come before it was known that anybody is to hear of them.
      this.#hintSoon();
      const told = JSON.stringify([...this.#digests]);
      if (told !== this.#told) {
        this.#told = told;
        this.#sayHello(false);
      }
    }
  }

  #follow(): void {
    const wanted = new Set<string>();
    for (const table of this.#tables) {
      if (!isReplicated(table.record, this.#ports.region)) continue;
      for (const [region, member] of otherMembers(table.replicas.group, this.#ports.region)) {
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

  #newFollower({ tree }: SharedTable, region: string, member: GroupMember): Follower {
    const findTable = (): SharedTable | undefined => {
      const found = this.#byTree.find(this.#ports.store, tree);
      const table = found && asShared(found);
      if (table === undefined || !isMember(table.replicas.group.members[region])) return undefined;
      return isReplicated(table.record, this.#ports.region) ? table : undefined;
    };
    return new Follower({ region, tree, member }, this.#ports, this.#conversation, {
      findTable,
      marks: () => {
        const table = this.#tables.find((each) => each.tree === tree);
        return table === undefined ? {} : this.#marksOf(table);
      },
      onApplied: (applied) => {
        this.#noteApplied(applied);
      },
      onFailed: (error) => {
        this.#noteFailure(error);
      },
      onHeard: (from, marks) => {
        const table = this.#tables.find((each) => each.tree === tree);
        if (table !== undefined && marks !== undefined) this.#desk.noteMarks(table, from, marks);
        const peer = this.#peers.get(from);
        if (peer !== undefined) peer.lastHeardMs = this.#ports.world.clock.now();
      },
      placesToTake: (table, places) => this.#placesToTake(table, region, places),
      copied: (table) => this.#copied(table),
      onPlacesTaken: () => {
        for (const other of this.#followers.values()) {
          if (other.tree === tree && other.region !== region) other.forgetState();
        }
        void this.#look();
      },
    });
  }

  /** While a table is filled, others are followed from where the source of the copy has followed them, or earlier. */
  #placesToTake(
    table: SharedTable,
    source: string,
    places: readonly LogPlace[],
  ): readonly Change[] {
    if (table.record.status !== 'CREATING') return [];
    const { store } = this.#ports;
    const others = otherMembers(table.replicas.group, this.#ports.region);
    return others.flatMap(([region, { tableId }]): Change[] => {
      if (region === source) return [];
      const place = places.find((each) => each.region === region && each.tableId === tableId);
      if (place === undefined) {
        const key = followKey(table.tree, region);
        return [{ kind: 'delete', tree: CURSOR_TREE, key }];
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
    const author = { region, nowMs: world.clock.now() };
    const group = withMember(replicas.group, region, { status: 'ACTIVE' }, author);
    return [putTable({ ...record, status: 'ACTIVE', replicas: { ...replicas, group } })];
  }

  #noteApplied({ conflicts, refused }: Applied): void {
    this.#refusedWrites += refused;
    if (conflicts.length === 0) return;
    const atMs = this.#ports.world.clock.now();
    const recorded = conflicts.map((conflict) => ({ ...conflict, atMs }));
    this.#conflictCount += recorded.length;
    this.#conflicts = [...this.#conflicts, ...recorded].slice(-CONFLICTS_KEPT);
    for (const conflict of recorded) this.#events.onConflict?.(conflict);
  }

  #marksOf({ tree, replicas }: SharedTable): Marks {
    const { region } = this.#ports;
    return Object.fromEntries(
      otherMembers(replicas.group, region).map(([other]) => [
        other,
        this.#followers.get(followerKey(tree, other))?.mark ?? 0,
      ]),
    );
  }

  #sayHello(isReply: boolean, to?: string): void {
    if (this.#isStopped) return;
    const groups = [...this.#digests].map(([id, digest]) => ({ id, digest }));
    const { storeId } = this.#ports;
    const upTo = this.#ports.hardenedLsn();
    this.#conversation.announce({ kind: 'hello', storeId, upTo, groups, isReply }, to);
    if (to !== undefined) return;
    this.#hello?.cancel();
    this.#hello = undefined;
    if (groups.length === 0) return;
    this.#hello = this.#ports.world.scheduler.after(HELLO_MS, () => {
      this.#sayHello(false);
    });
  }
}

/** How long a request waits for another Region. */
const ASK_MS = 500;

function followerKey(tree: number, region: string): string {
  return `${String(tree)} ${region}`;
}
