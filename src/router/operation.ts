import type { JsonObject } from '../wire/shapes/collections.ts';
import type { RouterContext } from './context.ts';

/** A request body: a JSON object, its members unread. */
export type RequestBody = JsonObject;

/** More than any request needs that carries neither items nor a hundred expressions. */
export const FEW_VALUES = 20_000;
/** 400 KB of the smallest lists, `{"L":[]},`, count 307,000, and there are the values of expressions. */
export const VALUES_OF_AN_ITEM = 350_000;
/** 16 MiB of `{"N":"1"},` count no more: each is an opening and a comma. */
export const VALUES_OF_ITEMS = 3_400_000;

/**
 * One operation of the API.
 *
 * `parse` makes every check that needs no table, once. `run` is synchronous, may throw `PageFault` from the store before it
 * appends and is then run again from its start with the same parsed request; it answers the JSON text of the response.
 */
export interface Operation<Request> {
  readonly name: string;
  /** Most JSON values that a body may hold, containers and elements: what items need. Default: {@link FEW_VALUES}. */
  readonly valuesMax?: number;
  readonly parse: (body: RequestBody) => Request;
  /**
   * Looks again at a body that `parse` refused, though not for wrong JSON types: throws what goes before that refusal, an
   * attribute value of a wrong JSON type above all.
   */
  readonly checkRefused?: (body: RequestBody) => void;
  readonly run: (request: Request, context: RouterContext) => string;
}

/** A request that passed every check needing no table. */
export interface PreparedRequest {
  /**
   * Answers the JSON body. Synchronous; may throw `PageFault` before it appends, and is then called again from its
   * start without being parsed again. Any other failure for the caller is a `DynamoError`.
   */
  readonly run: () => string;
}
