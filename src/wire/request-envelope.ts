import type { Slice } from '../kernel/slice.ts';

/** Attribute maps of a request as rows (`item/row/`): not looked at so far, and not trusted. */
export interface RequestRows {
  readonly rows: readonly Slice[];
  readonly names: {
    readonly idOf: (name: string) => number;
    readonly nameOf: (id: number) => string | undefined;
  };
}

/**
 * One request, as it goes from the page to the engine. What belongs to a request and not to its text, such as who asks, becomes
 * a member here, and reaches whoever is handed the envelope (ADR 29).
 */
export interface RequestEnvelope {
  /** The whole `X-Amz-Target`, such as `DynamoDB_20120810.GetItem`. */
  readonly target: string;
  /** JSON text, or whatever the caller sent in its place. */
  readonly body: string;
  /** What the body has zeros for, in its order: see `attribute-places.ts`. */
  readonly rows?: RequestRows;
}
