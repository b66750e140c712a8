import type { AnswerBody } from '../item/row/answer-body.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';
import type { PageFault } from '../storage/tree/page-fault.ts';
import type { Layout } from '../wire/shapes/layout.ts';
import type { CatalogScope } from '../placement/table-catalog.ts';
import type { RouterContext } from './context.ts';
import type { Touch } from './touch.ts';

export type { AnswerBody };

/** A request body: a JSON object, its members unread. */
export type RequestBody = JsonObject;

/** More than any request needs that carries neither items nor expressions. */
export const FEW_VALUES = 20_000;
/** A hundred actions of a transaction name 273,000 attributes at most: in expressions of 4 KB each, two to an action, `#a,` and again. */
export const MANY_VALUES = 300_000;

/** What is read of a body, before any table is looked at. */
export interface RequestParser<Request> {
  /** Of the body. Members that are not in it are dropped. */
  readonly layout: Layout;
  /** Most JSON values that a large body may hold, containers and elements, those of attribute values aside. Default: {@link FEW_VALUES}. */
  readonly valuesMax?: number;
  /** Makes every check that needs no table, once. */
  readonly parse: (body: RequestBody) => Request;
  /**
   * Looks again at a body that `parse` refused, though not for wrong JSON types: throws what goes before that refusal, an
   * attribute value of a wrong JSON type above all.
   */
  readonly checkRefused?: (body: RequestBody) => void;
}

/**
 * One operation of the API.
 *
 * `run` is synchronous, may throw `PageFault` from the store before it appends and is then run again from its start with the
 * same parsed request; it answers the JSON text of the response, or that with rows in the place of items.
 */
export interface Operation<Request> extends RequestParser<Request> {
  readonly name: string;
  /** What the request touches of which tables. Looks at the catalog at most; refuses nothing. */
  readonly touches: (request: Request, scope: CatalogScope) => readonly Touch[];
  readonly run: (request: Request, context: RouterContext) => AnswerBody;
}

/** The operations of one subject: answers what `list` makes of each. */
export type OperationList = <Listed>(
  list: <Request>(operation: Operation<Request>) => Listed,
) => readonly Listed[];

/** A request that passed every check needing no table. */
export interface PreparedRequest {
  /**
   * Answers the body. Synchronous; may throw `PageFault` before it appends, and is then called again from its
   * start without being parsed again. Any other failure for the caller is a `DynamoError`.
   */
  readonly run: () => AnswerBody;
  /** What it touches. May throw `PageFault`. */
  readonly touches: () => readonly Touch[];
  /** What the items that it names by key lack in memory, a fault a table, so that all of it comes in together. May throw `PageFault`. */
  readonly missingPages: () => readonly PageFault[];
}
