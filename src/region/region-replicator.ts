/**
 * Replication of one Region, during one life of its store: tells the other Regions what there is, hears what they have, follows their
 * writes table by table and answers their questions.
 */
import type { Channel } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';
import type { Timer } from '../kernel/time.ts';
import { hasOtherRegions } from '../placement/region-group.ts';
import type { Lsn } from '../storage/store.ts';
import { AnswerDesk } from './answer-desk.ts';
import { Confirmations } from './shipping/confirmations.ts';
import { Conversation } from './messages/conversation.ts';
import type { Announcement } from './messages/conversation.ts';
import { Departures } from './departures.ts';
import { Followers } from './following/followers.ts';
import { documentsOf, noticeChanges, takeIn } from './group/group-documents.ts';
import { digestOf } from './group/group-merge.ts';
import type { TableAbroad } from './messages/region-messages.ts';
import type { RegionPorts } from './region-ports.ts';
import type { RecordedConflict, ReplicationReport } from './following/region-report.ts';
import { ReplicationTally } from './following/replication-tally.ts';
import { sharedTablesOf } from './group/shared-table.ts';
import type { SharedTable } from './group/shared-table.ts';
import { TombstoneSweep } from './tombstone-sweep.ts';

interface Peer {
  storeId: string;
  life: number;
  lastHeardMs: number;
  /** Documents of it that were asked for and are not about this Region. */
  readonly ignored: Map<string, string>;
}

export interface RegionReplicatorEvents {
  /** A write of another Region and one of this one have met, made without knowledge of each other. */
  readonly onConflict: (conflict: RecordedConflict) => void;
  /** The log does not reach back any more to where a Region goes on: it gets a copy. */
  readonly onGivenUp: (region: string) => void;
  /** Part of replication has failed, and begins again by itself. */
  readonly onFailed: (error: unknown) => void;
}

export class RegionReplicator {
  readonly #ports: RegionPorts;
  readonly #conversation: Conversation;
  readonly #desk: AnswerDesk;
  readonly #confirmations: Confirmations;
  /** What goes on in the background, in turns. */
  readonly tombstones: TombstoneSweep;
  readonly departures: Departures;
  /** Hear that it has been looked which tables are shared. */
  readonly looked = new Listeners<[]>();
  readonly #peers = new Map<string, Peer>();
  readonly #followers: Followers;
  readonly #tally: ReplicationTally;
  #tables: readonly SharedTable[] = [];
  #lookedAt = -1;
  #isLooking: Promise<void> | undefined;
  #mustLook = false;
  #told = '';
  #hint: Timer | undefined;
  #hello: Timer | undefined;
  #isStopped = false;

  constructor(ports: RegionPorts, channel: Channel, events: RegionReplicatorEvents) {
    this.#ports = ports;
    const onFailed = (error: unknown): void => {
      this.#tally.noteFailure(error);
    };
    this.#tally = new ReplicationTally(events);
    this.#conversation = new Conversation(ports.region, channel, ports.world, {
      onAnnounced: (from, life, body) => {
        this.#hear(from, life, body);
      },
      onQuestion: (from, question, reply, place) => {
        this.#desk.answer(from, question, reply, place);
      },
    });
    const findTable = (tableId: string): SharedTable | undefined =>
      this.#tables.find(({ record }) => record.id === tableId);
    this.#confirmations = new Confirmations(ports, findTable, onFailed);
    this.#desk = new AnswerDesk(ports, {
      findTable,
      confirmations: this.#confirmations,
      marksOf: (table) => this.#followers.marksOf(table),
      followOf: (table, region) => this.#followers.find(table, region),
      onFailed,
      onGivenUp: events.onGivenUp,
    });
    this.#followers = new Followers(ports, this.#conversation, {
      onApplied: (applied) => {
        this.#tally.noteApplied(applied, ports.world.service.now());
      },
      onFailed,
      onHeard: (table, from, marks) => {
        if (table !== undefined && marks !== undefined) this.#desk.noteMarks(table, from, marks);
        this.#heardFrom(from);
      },
      onPlacesTaken: () => {
        void this.#look();
      },
    });
    this.tombstones = new TombstoneSweep(ports, {
      tables: () => this.#tables,
      marks: (table) => this.#desk.marksAt(table),
    });
    this.departures = new Departures(ports, this.#conversation, {
      followed: (table, region) => this.#followers.find(table, region)?.place,
      kept: (table, region) => this.#desk.keptBy(table, region),
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
    this.#confirmations.stop();
    this.#followers.stop();
  }

  /** Whether tables are shared with other Regions, as far as is known yet: of those that were once, nobody reads the log. */
  get isShared(): boolean {
    const { region } = this.#ports;
    return this.#lookedAt < 0 || this.#tables.some(({ record }) => hasOtherRegions(record, region));
  }

  /** The oldest record that other Regions, heard lately, have not put away; undefined where none wait. */
  get oldestWanted(): Lsn | undefined {
    return this.#desk.oldestWanted(this.#tables);
  }

  /** Records have been stored. */
  stored(): void {
    if (this.#isStopped) return;
    if (this.#ports.store.catalogChanges > this.#lookedAt) void this.#look();
    this.#hintSoon();
  }

  /** Tells the others how far there is something to ask for, once it survives a loss of power. */
  #hintSoon(): void {
    if (this.#isStopped || this.#tables.length === 0) return;
    const { host, knobs } = this.#ports.world;
    this.#hint ??= host.after(knobs.hintMs, () => {
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
    const patienceMs = this.#ports.world.knobs.regionAskMs;
    const reply = await this.#conversation.ask(region, { what: 'table', name }, patienceMs);
    if (reply === undefined) return 'silent';
    return reply.what === 'table' && reply.table !== undefined ? reply.table : 'none';
  }

  /** May throw `PageFault` and `LogFault`. */
  report(): ReplicationReport {
    const isNew = this.#lookedAt < 0;
    const tables = isNew ? sharedTablesOf(this.#ports.store) : this.#tables;
    return {
      Peers: [...this.#peers].map(([region, { storeId, lastHeardMs }]) => ({
        Region: region,
        StoreId: storeId,
        LastHeardMs: lastHeardMs,
      })),
      Replicas: this.#followers.report(tables, (table, region) =>
        this.#confirmations.lacking(table, region),
      ),
      ...this.#tally.report(),
    };
  }

  #hear(from: string, life: number, body: Announcement): void {
    this.#heardFrom(from);
    if (body.kind === 'hello') this.#hearHello(from, life, body);
    this.#followers.hint(from, body.upTo);
  }

  #heardFrom(region: string): void {
    const peer = this.#peers.get(region);
    if (peer !== undefined) peer.lastHeardMs = this.#ports.world.service.now();
  }

  #hearHello(
    from: string,
    life: number,
    { storeId, groups, isReply }: Extract<Announcement, { readonly kind: 'hello' }>,
  ): void {
    const known = this.#peers.get(from);
    const lastHeardMs = this.#ports.world.service.now();
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
      this.#tally.noteFailure(error);
      return undefined;
    }
  }

  /** Looks what tables are shared, tells the others what changed, and follows whom there is to follow. */
  #look(): Promise<void> {
    this.#mustLook = true;
    this.#isLooking ??= this.#lookAll()
      .catch((error: unknown) => {
        this.#tally.noteFailure(error);
      })
      .finally(() => {
        this.#isLooking = undefined;
      });
    return this.#isLooking;
  }

  async #lookAll(): Promise<void> {
    while (this.#mustLook && !this.#isStopped) {
      this.#mustLook = false;
      const lookedAt = this.#ports.store.catalogChanges;
      const found = await this.#turn(() => {
        noticeChanges(this.#ports);
        const documents = documentsOf(this.#ports.store);
        return { documents, tables: sharedTablesOf(this.#ports.store) };
      });
      if (found === undefined) return;
      this.#lookedAt = Math.max(this.#lookedAt, lookedAt);
      this.#tables = found.tables;
      this.#digests = new Map(found.documents.map((group) => [group.id, digestOf(group)]));
      this.#followers.follow(found.tables);
      this.departures.look(found.tables);
      this.looked.tell();
      // Writes may have come before it was known that anybody is to hear of them.
      this.#hintSoon();
      const told = JSON.stringify([...this.#digests]);
      if (told !== this.#told) {
        this.#told = told;
        this.#sayHello(false);
      }
    }
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
    const { host, knobs } = this.#ports.world;
    this.#hello = host.after(knobs.helloMs, () => {
      this.#sayHello(false);
    });
  }
}
