/** Answer of `Hashrange.GetTime`. Not part of AWS's API. */
export interface GetTimeAnswer {
  /** What time it is for the database, by which its records grow old, in milliseconds since 1970. */
  readonly NowMs: number;
}
