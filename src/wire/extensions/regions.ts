/** `Hashrange.DescribeRegions` and `Hashrange.SetLink`: how replication stands, and what links do to it. Not part of AWS's API. */

/** A version of an item that met another one. */
export interface ConflictSide {
  readonly Region: string;
  readonly Stamp: number;
  /** DynamoDB JSON; absent where it is a deletion. */
  readonly Item?: Readonly<Record<string, unknown>>;
}

export interface ReplicaState {
  readonly TableName: string;
  /** The other Region. */
  readonly Region: string;
  readonly Status: string;
  /** Items that the other Region lacks of what was written here, deletions among them: 100,000 for so many or more. */
  readonly PendingItems: number;
  /** How long ago the oldest of those writes was made; 0 when it lacks none. */
  readonly LagMs: number;
  readonly AppliedLsn: number;
  readonly AppliedStamp: number;
  /** Whether its items are being copied, before or instead of following its log. */
  readonly IsCopying: boolean;
  readonly Copies: number;
  readonly LastHeardMs?: number;
}

export interface LinkState extends Required<LinkTroubles> {
  readonly From: string;
  readonly To: string;
  readonly Delivered: number;
  readonly Lost: number;
}

/** How replication stands, as one Region sees it. */
export interface RegionState {
  readonly Region: string;
  /** What time it is there, as all times here, in milliseconds since 1970. */
  readonly NowMs: number;
  readonly Peers: readonly {
    readonly Region: string;
    readonly StoreId: string;
    readonly LastHeardMs: number;
  }[];
  readonly Replicas: readonly ReplicaState[];
  readonly Links: readonly LinkState[];
  /** The latest ones; {@link ConflictCount} counts them all since the Region was opened. */
  readonly Conflicts: readonly {
    readonly AtMs: number;
    readonly TableName: string;
    readonly Winner: ConflictSide;
    readonly Loser: ConflictSide;
  }[];
  readonly ConflictCount: number;
  readonly RefusedWrites: number;
  readonly Failure?: string;
}

/** What a link does to messages, one way; members left out stay as they are. */
export interface LinkTroubles {
  readonly Cut?: boolean;
  /** At most {@link LINK_DELAY_MS_MAX}. */
  readonly DelayMs?: number;
  /** Chances, between 0 and 1. */
  readonly Loss?: number;
  readonly Duplicate?: number;
  /** Chance of a message being held back, so that later ones overtake it. */
  readonly Reorder?: number;
}

export type LinkSettings = Required<LinkTroubles>;

export const WHOLE_LINK: LinkSettings = {
  Cut: false,
  DelayMs: 0,
  Loss: 0,
  Duplicate: 0,
  Reorder: 0,
};

export const LINK_DELAY_MS_MAX = 600_000;

/** Each Region has the links that end in it. */
export interface SetLinkInput extends LinkTroubles {
  readonly From: string;
  readonly To: string;
}
