/** One item of the benchmark: 277 bytes as DynamoDB counts them. */
export interface BenchItem {
  readonly pk: string;
  readonly sk: string;
  readonly name: string;
  readonly email: string;
  readonly count: number;
  readonly active: boolean;
  readonly text: string;
}

export interface BenchKey {
  readonly pk: string;
  readonly sk: string;
}

/**
 * A database as an application uses it. Every method works through the peer's own public API and gives plain
 * objects to the page.
 */
export interface Peer {
  readonly name: string;
  /** Opens what is stored under `name`, creating it when absent. */
  readonly open: (name: string) => Promise<void>;
  /** Stores items, as fast as the peer's documentation teaches. */
  readonly load: (items: readonly BenchItem[]) => Promise<void>;
  readonly get: (key: BenchKey) => Promise<BenchItem | undefined>;
  readonly put: (item: BenchItem) => Promise<void>;
  /** `count` consecutive items of one partition key from `sk` on. */
  readonly query: (pk: string, sk: string, count: number) => Promise<readonly BenchItem[]>;
  /** Every item, decoded; answers how many. */
  readonly scan: () => Promise<number>;
  readonly close: () => Promise<void>;
  /** What the peer tells of itself, for the report. */
  readonly stats?: () => Promise<unknown>;
}
