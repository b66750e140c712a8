import type { World } from '../../kernel/world.ts';
import type { RegionReplicator } from '../../region/region-replicator.ts';
import type { LogNeed } from '../../storage/log/log-retention.ts';
import type { LogStore } from '../../storage/log-store.ts';

/** Something that goes on in the background of one opened store, whoever asks for it, in steps that are turns. */
export interface Member {
  /** As people see it: in `stats().background`, in events. */
  readonly name: string;
  /**
   * Does one step, and appends at most once. Answers in how many milliseconds it wants to run again: 0 for at once, undefined for not
   * before it is woken. It has no effect of its own before it appends, for it is run again when what it lacked is there.
   */
  readonly turn: (store: LogStore, nowMs: number) => number | undefined;
  /** Looked at after every append: the member is woken when this is another number than before, and not 0. */
  readonly wakesOn: (store: LogStore) => number;
  /** What it wants of the log: everybody else may trim the rest. */
  readonly logNeed?: () => LogNeed;
  /** How much is known to be left to do, in units of its own; undefined where that says nothing. */
  readonly progress: (store: LogStore) => number | undefined;
  /** Whether readers wait for it: then it steps on a full device too, and without waiting for the disk, and `progress` is exact. */
  readonly isUrgent?: boolean;
}

/** What a member is made with: the life of the store that it belongs to. */
export interface MemberContext {
  readonly store: LogStore;
  readonly world: World;
  /** How late the deletion of expired items may be, in milliseconds. Default one minute. */
  readonly options: { readonly expiryDelayMs?: number };
  /** The replication between Regions; undefined where this Region is alone. */
  readonly replicator: RegionReplicator | undefined;
  /** There may be something to do. */
  readonly wake: () => void;
}

/** Makes a member for one life of the store. */
export type MakeMember = (context: MemberContext) => Member;
