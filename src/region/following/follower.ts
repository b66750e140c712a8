/**
 * Follows the writes of one table in one other Region: asks for its log behind the cursor, applies what comes and asks again. What
 * the log cannot give, before the first question or after too long an absence, is copied page by page first.
 *
 * 1. The cursor and what it covers are in one log record: a crash leaves both or neither.
 * 2. One question is open at a time, so that batches are applied in the order of the log, without gaps.
 * 3. Writes are applied in any order and any number of times with the same end: what comes twice does no harm.
 */
import type { Timer } from '../../kernel/time.ts';
import type { GroupMember } from '../../placement/record/global-table.ts';
import type { Change, TreeId } from '../../storage/store.ts';
import { applyWrites } from './applying.ts';
import type { Applied, IncomingWrite } from './applying.ts';
import type { Conversation } from '../messages/conversation.ts';
import { findFollowState, followStateChange } from '../group/follow-state.ts';
import type { FollowState, StorePlace } from '../group/follow-state.ts';
import type { LogPlace, Marks, RegionQuestion, Reply } from '../messages/region-messages.ts';
import type { ReplicaState } from '../../wire/extensions/regions.ts';
import type { RegionPorts } from '../region-ports.ts';
import type { SharedTable } from '../group/shared-table.ts';

export interface FollowerHost {
  /** The table as it stands; undefined when it is not to be followed any more. */
  readonly findTable: () => SharedTable | undefined;
  readonly marks: () => Marks;
  readonly onApplied: (applied: Applied, region: string) => void;
  readonly onFailed: (error: unknown) => void;
  /** The other Region has answered. */
  readonly onHeard: (region: string, marks: Marks | undefined) => void;
  /** A copy has begun: what its source has followed of others is as good as followed here. */
  readonly placesToTake: (table: SharedTable, places: readonly LogPlace[]) => readonly Change[];
  /** A copy has ended. */
  readonly copied: (table: SharedTable) => readonly Change[];
  /** Cursors other than this one's were put down. */
  readonly onPlacesTaken: () => void;
}

/** What is known of how far the table follows. */
export type FollowReport = Pick<
  ReplicaState,
  'Region' | 'IsCopying' | 'AppliedLsn' | 'AppliedStamp' | 'Copies' | 'LastHeardMs'
>;

type Changes = Extract<Reply, { readonly what: 'changes' }>;

export class Follower {
  readonly region: string;
  readonly tree: TreeId;
  readonly #ports: RegionPorts;
  readonly #conversation: Conversation;
  readonly #host: FollowerHost;
  #member: GroupMember;
  #state: FollowState | undefined;
  #isStateKnown = false;
  /** Where the cursor on the device is, and the record that holds it. */
  #put = { lsn: 0, record: 0, atMs: 0 };
  #kept = 0;
  #isRunning = false;
  #isStopped = false;
  #isWanted = false;
  #idleMs: number;
  #timer: Timer | undefined;
  #copies = 0;
  #lastHeardMs: number | undefined;

  constructor(
    of: { readonly region: string; readonly tree: TreeId; readonly member: GroupMember },
    ports: RegionPorts,
    conversation: Conversation,
    host: FollowerHost,
  ) {
    this.region = of.region;
    this.tree = of.tree;
    this.#member = of.member;
    this.#ports = ports;
    this.#idleMs = ports.world.knobs.followIdleMs;
    this.#conversation = conversation;
    this.#host = host;
  }

  get tableId(): string | undefined {
    return this.#member.tableId;
  }

  /** The other Region may have something new. */
  wake(member?: GroupMember): void {
    if (member !== undefined) this.#member = member;
    this.#idleMs = this.#ports.world.knobs.followIdleMs;
    this.#isWanted = true;
    this.#run();
  }

  /** The other Region has come to record `lsn`. */
  hint(lsn: number): void {
    if (this.#state === undefined || this.#state.copy !== undefined || lsn > this.#state.lsn) {
      this.wake();
    }
  }

  /** The cursor is to be read again: somebody else has put it down. */
  forgetState(): void {
    this.#isStateKnown = false;
    this.wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  report(): FollowReport {
    const { lsn = 0, stamp = 0, copy } = this.#state ?? {};
    return {
      Region: this.region,
      IsCopying: copy !== undefined,
      AppliedLsn: lsn,
      AppliedStamp: stamp,
      Copies: this.#copies,
      ...(this.#lastHeardMs === undefined ? {} : { LastHeardMs: this.#lastHeardMs }),
    };
  }

  /** Every write of the other Region up to this stamp has been applied; 0 while it is copied. */
  get mark(): number {
    const state = this.#state;
    if (state?.copy !== undefined || state?.tableId !== this.#member.tableId) return 0;
    return state?.stamp ?? 0;
  }

  /** How far the other Region's log has been applied; undefined while it is copied. */
  get place(): StorePlace | undefined {
    const state = this.#state;
    if (state?.storeId === undefined || state.copy !== undefined) return undefined;
    if (state.tableId !== this.#member.tableId) return undefined;
    return { storeId: state.storeId, lsn: state.lsn };
  }

  #run(): void {
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    this.#isWanted = false;
    this.#timer?.cancel();
    void this.#step()
      .catch((error: unknown) => {
        // What was not put down is asked for again.
        this.#isStateKnown = false;
        this.#isWanted = false;
        this.#host.onFailed(error);
        return false;
      })
      .then((hasMore) => {
        this.#isRunning = false;
        if (this.#isStopped) return;
        if (hasMore || this.#isWanted) this.#run();
        else this.#rest();
      });
  }

  #rest(): void {
    const { host, knobs } = this.#ports.world;
    const pause = this.#idleMs;
    this.#idleMs = Math.min(knobs.followIdleMaxMs, pause * 2);
    this.#timer = host.after(pause, () => {
      this.#run();
    });
  }

  /** Asks once and applies the answer. Answers whether to ask again at once. */
  async #step(): Promise<boolean> {
    await this.#readState();
    const table = this.#host.findTable();
    const { tableId } = this.#member;
    if (table === undefined || tableId === undefined) return false;
    const state = this.#currentState(table, tableId);
    if (state === 'wait') return false;
    if (state === 'copy') return this.#beginCopy(tableId);
    return state.copy === undefined ? this.#pull(state) : this.#copyPage(state, state.copy);
  }

  async #readState(): Promise<void> {
    if (this.#isStateKnown) return;
    const { store, turn } = this.#ports;
    const { state, record } = await turn(() => ({
      state: findFollowState(store, this.tree, this.region),
      record: store.nextLsn - 1,
    }));
    this.#state = state;
    this.#isStateKnown = true;
    this.#put = { lsn: state?.lsn ?? 0, record, atMs: this.#nowMs() };
  }

  /** The cursor to go on from, or what has to come first. */
  #currentState(table: SharedTable, tableId: string): FollowState | 'wait' | 'copy' {
    const state = this.#state?.tableId === tableId ? this.#state : undefined;
    // A table is filled from one Region, which says what of the others is in the copy.
    const isFilling = table.record.status === 'CREATING' && this.#isSource(table);
    if (isFilling && state?.copy === undefined) return 'copy';
    if (state !== undefined) return state;
    if (table.record.status === 'CREATING') return 'wait';
    if (!this.#member.startsEmpty) return 'copy';
    return { tableId, storeId: undefined, lsn: 0, stamp: 0, copy: undefined };
  }

  #isSource({ replicas }: SharedTable): boolean {
    if (this.#member.status !== 'ACTIVE') return false;
    const { members } = replicas.group;
    const source = members[this.#ports.region]?.source;
    const isThere = source !== undefined && members[source]?.status === 'ACTIVE';
    // Without the Region it was added from any other will do.
    return !isThere || source === this.region;
  }

  async #ask(question: RegionQuestion): Promise<Reply | undefined> {
    const reply = await this.#conversation.ask(this.region, question);
    if (reply === undefined || this.#isStopped) return undefined;
    this.#lastHeardMs = this.#nowMs();
    this.#host.onHeard(this.region, 'marks' in reply ? reply.marks : undefined);
    return reply;
  }

  async #pull(state: FollowState): Promise<boolean> {
    const { tableId, storeId, lsn } = state;
    if (this.#put.record > 0 && this.#ports.hardenedLsn() >= this.#put.record) {
      this.#kept = this.#put.lsn;
    }
    const marks = this.#host.marks();
    const kept = this.#kept;
    const reply = await this.#ask({ what: 'changes', tableId, storeId, after: lsn, kept, marks });
    if (reply?.what === 'trimmed') return this.#beginCopy(tableId);
    if (reply?.what !== 'changes') return false;
    if (storeId !== undefined && reply.storeId !== storeId) return this.#beginCopy(tableId);
    return this.#takeChanges(state, reply);
  }

  async #takeChanges(state: FollowState, reply: Changes): Promise<boolean> {
    const { changes, upTo, storeId } = reply;
    if (upTo < state.lsn) return false;
    const stamp = Math.max(state.stamp, reply.stamp);
    const next: FollowState = { ...state, storeId, lsn: upTo, stamp };
    const { followLazyLsns, followLazyMs } = this.#ports.world.knobs;
    const isFar =
      upTo - this.#put.lsn > followLazyLsns || this.#nowMs() > this.#put.atMs + followLazyMs;
    const isNew = this.#state?.storeId === undefined;
    if (changes.length > 0 || isNew || (isFar && upTo > this.#put.lsn)) {
      const writes = changes.map((change): IncomingWrite => {
        const { key, text, oldStamp, oldRegion } = change;
        const replaced =
          oldStamp === undefined || oldRegion === undefined
            ? undefined
            : { stamp: oldStamp, region: oldRegion };
        const version = { stamp: change.stamp, region: this.region };
        return { key, text, version, replaced };
      });
      if (!(await this.#apply(writes, next, true))) return false;
      this.#idleMs = this.#ports.world.knobs.followIdleMs;
    } else this.#state = next;
    // Also to say that what came is here: the other Region counts what is lacking.
    return upTo > state.lsn && (reply.hasMore || changes.length > 0);
  }

  /** Applies and moves the cursor, in one record. Answers false where there is no table any more. */
  async #apply(
    writes: readonly IncomingWrite[],
    next: FollowState,
    findsConflicts: boolean,
    more: (table: SharedTable) => readonly Change[] = () => [],
  ): Promise<boolean> {
    const { turn } = this.#ports;
    const applied = await turn(() => {
      const table = this.#host.findTable();
      if (table === undefined) return undefined;
      const changes = [followStateChange(this.tree, this.region, next), ...more(table)];
      return applyWrites(table, writes, { changes, findsConflicts }, this.#ports);
    });
    if (applied === undefined) return false;
    this.#state = next;
    this.#put = { lsn: next.lsn, record: applied.lsn, atMs: this.#nowMs() };
    this.#host.onApplied(applied, this.region);
    return true;
  }

  async #beginCopy(tableId: string): Promise<boolean> {
    const reply = await this.#ask({ what: 'snapshot', tableId });
    if (reply?.what !== 'snapshot') return false;
    const { storeId, upTo, stamp, clock, places } = reply;
    // What was deleted there before left nothing that could say so: writes here are later all the same.
    this.#ports.observe(clock);
    const copy = { part: 'items', from: '' } as const;
    const next = { tableId, storeId, lsn: upTo, stamp, copy };
    this.#copies++;
    const isBegun = await this.#apply([], next, false, (table) =>
      this.#host.placesToTake(table, places),
    );
    this.#host.onPlacesTaken();
    return isBegun;
  }

  async #copyPage(state: FollowState, copy: NonNullable<FollowState['copy']>): Promise<boolean> {
    const { tableId } = state;
    const reply = await this.#ask({ what: 'page', tableId, ...copy });
    if (reply?.what === 'nothing') return this.#beginCopy(tableId);
    if (reply?.what !== 'page') return false;
    const writes = reply.entries.map(({ key, text, stamp, region }): IncomingWrite => ({
      key,
      text,
      version: { stamp, region },
      replaced: undefined,
    }));
    const isLast = reply.next === undefined && copy.part === 'tombstones';
    const place =
      reply.next === undefined
        ? ({ part: 'tombstones', from: '' } as const)
        : { part: copy.part, from: reply.next };
    const next = { ...state, copy: isLast ? undefined : place };
    return this.#apply(writes, next, false, (table) => (isLast ? this.#host.copied(table) : []));
  }

  #nowMs(): number {
    return this.#ports.world.service.now();
  }
}
