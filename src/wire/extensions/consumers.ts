/** `Hashrange.GetConsumer` and `Hashrange.PutConsumer`: what a consumer of streams has put down durably. Not part of AWS's API. */

/** Longest name of a consumer, in UTF-16 units. */
export const CONSUMER_NAME_MAX = 255;

/** Longest state. */
export const CONSUMER_STATE_MAX = 100 * 1024;

export interface GetConsumerAnswer {
  /** Left out where there is none. */
  readonly State?: string | undefined;
}

export interface PutConsumerInput {
  readonly Consumer: string;
  /** Left out to forget it. */
  readonly State?: string;
  /** What is stored must be that text, or nothing for null. Left out where anything will do. */
  readonly ExpectedState?: string | null;
}
