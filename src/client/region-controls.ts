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

/** What a link does to messages, one way. Chances are between 0 and 1; members left out stay as they are. */
export interface LinkTroubles {
  readonly Cut?: boolean;
  readonly DelayMs?: number;
  readonly Loss?: number;
  readonly Duplicate?: number;
  readonly Reorder?: number;
}

type Ask = (region: string, target: string, input: object) => Promise<unknown>;

/** The Regions of an open database: how they stand, and the links between them. */
export class RegionControls {
  /** The Regions of this handle. */
  readonly names: readonly string[];
  readonly #ask: Ask;

  constructor(names: readonly string[], ask: Ask) {
    this.names = names;
    this.#ask = ask;
  }

  /** How replication stands, as each Region of the handle sees it. */
  describe(): Promise<RegionState[]> {
    return Promise.all(
      this.names.map(
        async (region) => (await this.#ask(region, 'Hashrange.DescribeRegions', {})) as RegionState,
      ),
    );
  }

  /** Troubles the link from one Region to another, one way. */
  async setLink(from: string, to: string, troubles: LinkTroubles): Promise<void> {
    await this.#ask(to, 'Hashrange.SetLink', { From: from, To: to, ...troubles });
  }

  /** Cuts both ways between two Regions. */
  async cut(a: string, b: string): Promise<void> {
    await Promise.all([this.setLink(a, b, { Cut: true }), this.setLink(b, a, { Cut: true })]);
  }

  /** Takes all troubles from the links between two Regions. */
  async heal(a: string, b: string): Promise<void> {
    const none = { Cut: false, DelayMs: 0, Loss: 0, Duplicate: 0, Reorder: 0 };
    await Promise.all([this.setLink(a, b, none), this.setLink(b, a, none)]);
  }
}
