import type { TellGivenUpInput } from '../../wire/extensions/given-up.ts';
import type { Position } from './stream-position.ts';
import type { ShardRecord } from './stream-record.ts';

/** A stretch to read: records behind a position, of the whole stream in log order or of one shard. */
export interface TailAsk {
  /** A table's present stream, or a stream by its ARN. */
  readonly of: { readonly table: string } | { readonly streamArn: string };
  readonly after: Position;
  readonly shardId?: string;
  readonly limit: number;
  /** How long to wait for the first record. */
  readonly waitMs: number;
}

export interface TailPage {
  readonly streamArn: string;
  /** None does not mean that there are none behind the position. */
  readonly records: readonly ShardRecord[];
  /** Everything up to here has been looked at. */
  readonly position: Position;
  /** The stream was switched off, and there is nothing behind the position. */
  readonly isEnded: boolean;
}

/** The stream operations that tails and triggers are made of. Failures are `ServiceError`s and `HashrangeError`s. */
export interface StreamSource {
  readonly tail: (ask: TailAsk, signal: AbortSignal) => Promise<TailPage>;
  /** Parents by shard id, of every shard that is still there. */
  readonly shardParents: (
    streamArn: string,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, string | undefined>>;
  /** The ARNs of all streams of a table that can be read, those of former tables of its name too, the oldest first. */
  readonly findStreams: (table: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** The time where records get theirs, in milliseconds since 1970. */
  readonly nowMs: (signal: AbortSignal) => Promise<number>;
  /** The state that a consumer has saved. */
  readonly findState: (consumer: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Has all who listen to the database told of records that a trigger has given up. */
  readonly tellGivenUp: (given: TellGivenUpInput) => Promise<void>;
  /** Saves durably, where `expected` is what is saved now, or nothing is; else ConditionalCheckFailedException. */
  readonly saveState: (save: StateSave, signal: AbortSignal) => Promise<void>;
}

export interface StateSave {
  readonly consumer: string;
  readonly state: string;
  readonly expected: string | undefined;
}
