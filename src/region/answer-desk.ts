/** Answers what other Regions ask, and remembers what they say of themselves while they do. */
import { groupOf, isMember, otherMembers } from '../placement/region-group.ts';
import { findTable } from '../placement/table-catalog.ts';
import { DeviceFault } from '../storage/device/port.ts';
import type { Lsn } from '../storage/store.ts';
import type { Confirmations } from './shipping/confirmations.ts';
import type { QuestionPlace } from './messages/conversation.ts';
import type { Follower } from './following/follower.ts';
import { isLeavingTable } from './group/departure.ts';
import { documentsOf } from './group/group-documents.ts';
import { findFollowState } from './group/follow-state.ts';
import type {
  LogPlace,
  Marks,
  RegionQuestion,
  Reply,
  TableAbroad,
} from './messages/region-messages.ts';
import type { RegionPorts } from './region-ports.ts';
import { shippedChanges, shippedUpTo, snapshotPage } from './shipping/shipping.ts';
import type { SharedTable } from './group/shared-table.ts';
import { describeAbroad } from './group/table-abroad.ts';
import type { MarksByRegion } from './tombstones.ts';

/** A Region that was not heard for so long does not keep the log: it will be given a copy. */
const ABSENT_MS = 86_400_000;

interface Follows {
  readonly kept: number;
  readonly heardMs: number;
  /** Whether a copy of the table is on its way there. */
  readonly isCopying: boolean;
}

export interface DeskHost {
  /** A table by its id. */
  readonly findTable: (tableId: string) => SharedTable | undefined;
  readonly marksOf: (table: SharedTable) => Marks;
  readonly followOf: (table: SharedTable, region: string) => Follower | undefined;
  readonly confirmations: Confirmations;
  readonly onFailed: (error: unknown) => void;
  /** The log does not reach back any more to where a Region goes on that has followed it. */
  readonly onGivenUp: (region: string) => void;
}

type ReplyOf<W extends Reply['what']> = Extract<Reply, { readonly what: W }>;

export class AnswerDesk {
  readonly #ports: RegionPorts;
  readonly #host: DeskHost;
  /** By id of the table, then by Region. */
  readonly #follows = new Map<string, Map<string, Follows>>();
  readonly #marks = new Map<string, Map<string, Marks>>();
  /** Tables and Regions of which it has been told that the log is given up for them. */
  readonly #givenUp = new Set<string>();

  constructor(ports: RegionPorts, host: DeskHost) {
    this.#ports = ports;
    this.#host = host;
  }

  /** Answers through `reply`, unless the store fails: who asks will ask again. */
  answer(
    from: string,
    question: RegionQuestion,
    reply: (reply: Reply) => void,
    place: QuestionPlace,
  ): void {
    this.#replyTo(from, question, place).then(reply, (error: unknown) => {
      this.#host.onFailed(error);
      if (!(error instanceof DeviceFault)) reply({ what: 'nothing' });
    });
  }

  noteMarks(table: SharedTable, region: string, marks: Marks): void {
    const known = this.#marks.get(table.record.id) ?? new Map<string, Marks>();
    known.set(region, marks);
    this.#marks.set(table.record.id, known);
  }

  /** What every Region has said of how far it has come, this one among them. */
  marksAt(table: SharedTable): MarksByRegion {
    const known = this.#marks.get(table.record.id) ?? new Map<string, Marks>();
    return new Map([...known, [this.#ports.region, this.#host.marksOf(table)]]);
  }

  oldestWanted(tables: readonly SharedTable[]): Lsn | undefined {
    const nowMs = this.#ports.world.host.elapsedMs();
    let oldest: number | undefined;
    const { region: own } = this.#ports;
    for (const { record } of tables) {
      const group = groupOf(record, own);
      const others = group === undefined ? [] : otherMembers(group, own);
      for (const [region] of others) {
        const follows = this.#follows.get(record.id)?.get(region);
        if (follows === undefined || follows.heardMs + ABSENT_MS < nowMs) continue;
        oldest = Math.min(oldest ?? Infinity, follows.kept + 1);
      }
    }
    return oldest as Lsn | undefined;
  }

  /** Up to which record another Region has the table for good; undefined while that is not known. */
  keptBy({ record }: SharedTable, region: string): number | undefined {
    const follows = this.#follows.get(record.id)?.get(region);
    return follows?.isCopying === false ? follows.kept : undefined;
  }

  async #replyTo(from: string, question: RegionQuestion, place: QuestionPlace): Promise<Reply> {
    switch (question.what) {
      case 'groups': {
        const wanted = new Set(question.ids);
        const groups = await this.#ports.turn(() => documentsOf(this.#ports.store));
        // What was told and then lost with the power would come back from others as theirs.
        await this.#ports.harden();
        return { what: 'groups', groups: groups.filter(({ id }) => wanted.has(id)) };
      }
      case 'table':
        return { what: 'table', table: await this.#describe(question.name) };
      case 'changes':
        return this.#changes(from, question, place);
      case 'snapshot':
        return this.#snapshot(from, question.tableId, place);
      case 'end':
        return this.#end(from, question.tableId);
      case 'page': {
        const page = await this.#forMember(from, question.tableId, (table) =>
          isLeavingTable(table) ? undefined : snapshotPage(table, question, this.#ports),
        );
        if (page === undefined) return { what: 'nothing' };
        await this.#ports.harden();
        return { what: 'page', ...page };
      }
    }
  }

  /** What `work` makes of the table; undefined where the Region that asks has no part in it. */
  async #forMember<T>(
    from: string,
    tableId: string,
    work: (table: SharedTable) => T,
  ): Promise<T | undefined> {
    return this.#ports.turn(() => {
      const table = this.#host.findTable(tableId);
      if (table === undefined) return undefined;
      const { members } = table.replicas.group;
      if (!isMember(members[from]) || !isMember(members[this.#ports.region])) return undefined;
      return work(table);
    });
  }

  /** Once, until the Region follows again: it asks more than once where messages are lost. */
  #tellGivenUp(tableId: string, region: string): void {
    const follow = `${tableId} ${region}`;
    if (this.#givenUp.has(follow)) return;
    this.#givenUp.add(follow);
    this.#host.onGivenUp(region);
  }

  async #changes(
    from: string,
    { tableId, storeId, after, kept, marks }: Extract<RegionQuestion, { what: 'changes' }>,
    place: QuestionPlace,
  ): Promise<Reply> {
    const found = await this.#forMember(from, tableId, (table) => ({
      table,
      shipped: shippedChanges(table, after, this.#ports),
    }));
    if (found === undefined) return { what: 'nothing' };
    const { table, shipped } = found;
    const isOther = storeId !== undefined && storeId !== this.#ports.storeId;
    const isTrimmed = shipped === undefined || isOther;
    const { confirmations } = this.#host;
    confirmations.note(table, from, { lsn: isTrimmed ? undefined : after, place });
    if (isTrimmed) {
      if (storeId === this.#ports.storeId) this.#tellGivenUp(tableId, from);
      return { what: 'trimmed', storeId: this.#ports.storeId };
    }
    this.#givenUp.delete(`${tableId} ${from}`);
    if (shipped.changes.length > 0) confirmations.sent(table, from, shipped.upTo);
    this.#noteFollows(tableId, from, { kept, isCopying: false });
    this.noteMarks(table, from, marks);
    return { ...shipped, marks: this.#host.marksOf(table) };
  }

  #noteFollows(tableId: string, region: string, follows: Omit<Follows, 'heardMs'>): void {
    const known = this.#follows.get(tableId) ?? new Map<string, Follows>();
    known.set(region, { ...follows, heardMs: this.#ports.world.host.elapsedMs() });
    this.#follows.set(tableId, known);
  }

  async #snapshot(from: string, tableId: string, place: QuestionPlace): Promise<Reply> {
    const places = await this.#forMember(from, tableId, (table) => {
      // What is written here now is not for the others, and a copy would show it.
      if (isLeavingTable(table)) return undefined;
      this.#host.confirmations.note(table, from, { lsn: undefined, place });
      return this.#placesOf(table);
    });
    if (places === undefined) return { what: 'nothing' };
    // What the copy will show survives from here on.
    await this.#ports.harden();
    const { storeId } = this.#ports;
    const upTo = this.#ports.hardenedLsn();
    this.#noteFollows(tableId, from, { kept: upTo, isCopying: true });
    const isNewest = upTo === this.#ports.store.nextLsn - 1;
    const clock = this.#ports.lastStamp();
    const stamp = isNewest ? clock : 0;
    return {
      what: 'snapshot',
      storeId,
      upTo,
      stamp,
      clock,
      places,
      marks: {},
    } satisfies ReplyOf<'snapshot'>;
  }

  async #end(from: string, tableId: string): Promise<Reply> {
    const last = await this.#forMember(from, tableId, shippedUpTo);
    if (last === undefined) return { what: 'nothing' };
    await this.#ports.harden();
    const lsn = Math.min(this.#ports.hardenedLsn(), last);
    return { what: 'end', storeId: this.#ports.storeId, lsn };
  }

  /** How far the table has followed others, those left out that it is still copied from. */
  #placesOf({ tree, replicas }: SharedTable): readonly LogPlace[] {
    const { store, region } = this.#ports;
    return otherMembers(replicas.group, region).flatMap(([other]): LogPlace[] => {
      const state = findFollowState(store, tree, other);
      if (state?.storeId === undefined || state.copy !== undefined) return [];
      return [{ region: other, tableId: state.tableId, storeId: state.storeId, lsn: state.lsn }];
    });
  }

  #describe(name: string): Promise<TableAbroad | undefined> {
    return this.#ports.turn(() => {
      const table = findTable(this.#ports.store, name);
      if (table === undefined) return undefined;
      return describeAbroad(table, this.#ports.store, this.#ports.region);
    });
  }
}
