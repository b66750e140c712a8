/** `Hashrange.TailStream`: the records of a stream in the order of the log. Not part of AWS's API; `operations/extensions/tail-stream.ts` tells what it does. */

/** A request waits for its first record this long at most. */
export const TAIL_WAIT_MS_MAX = 20_000;

/** Records of one answer at most. */
export const TAIL_RECORDS_MAX = 1_000;

/** Either a table, for its present stream, or a stream. */
export interface TailStreamInput {
  readonly TableName?: string | undefined;
  readonly StreamArn?: string | undefined;
  readonly After?: string;
  readonly ShardId?: string | undefined;
  readonly Limit?: number;
  readonly WaitMs?: number;
}

/** `StreamRecord` is a record as GetRecords answers it. */
export interface TailStreamAnswer<StreamRecord> {
  readonly StreamArn: string;
  readonly Records: readonly (StreamRecord & { readonly ShardId: string })[];
  /** What the next request takes as `After`. */
  readonly Position: string;
  /** The stream was switched off, and this is the last there was to read. */
  readonly IsEnded: boolean;
}
