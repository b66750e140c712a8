/**
 * What the tabs of one database tell each other on their common channel, whatever releases of hashrange they run: a message
 * keeps its shape for ever, `v` is the protocol of who sends it.
 */
export type TabMessage =
  /** I hold the lock. Once a second, and at once when I begin to serve. Epoch 0: I am still opening. */
  | {
      readonly kind: 'beat';
      readonly v: number;
      /** Client id of the owner's own page. */
      readonly tab: string;
      readonly epoch: number;
      readonly storeId: string;
      /** Nobody has looked at my page for a while: who is seen may have the database. */
      readonly isHidden?: boolean;
      /** While I am opening: how much of the log I have replayed, in records, and how much there is. */
      readonly done?: number;
      readonly total?: number;
    }
  /** I am seen, and would take the database from an owner that is not. */
  | { readonly kind: 'visible'; readonly v: number; readonly client: string }
  /** I have stopped: take it. */
  | { readonly kind: 'yours'; readonly v: number; readonly client: string }
  /** I want to be served. */
  | { readonly kind: 'hello'; readonly v: number; readonly client: string }
  /** You are, on the channel named by {@link privateChannel}. */
  | {
      readonly kind: 'welcome';
      readonly v: number;
      readonly client: string;
      readonly epoch: number;
      readonly storeId: string;
      /** Where a port to me can be asked for by the name of the channel: it is faster. */
      readonly broker?: string;
    }
  /** You are not: the page runs another release. */
  | { readonly kind: 'refused'; readonly v: number; readonly client: string }
  /** I need no service any more. */
  | { readonly kind: 'bye'; readonly v: number; readonly client: string }
  /** The database is deleted. */
  | { readonly kind: 'destroyed'; readonly v: number; readonly storeId: string };

const SHAPES: Readonly<Record<TabMessage['kind'], Readonly<Record<string, 'number' | 'string'>>>> =
  {
    beat: { tab: 'string', epoch: 'number', storeId: 'string' },
    visible: { client: 'string' },
    yours: { client: 'string' },
    hello: { client: 'string' },
    welcome: { client: 'string', epoch: 'number', storeId: 'string' },
    refused: { client: 'string' },
    bye: { client: 'string' },
    destroyed: { storeId: 'string' },
  };

/** Longest text in a tab message, but for URLs. */
const TEXT_MAX = 64;
const URL_MAX = 2_048;

/** The message, or undefined where a stranger has posted something else on the channel. */
export function parseTabMessage(message: unknown): TabMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const members = message as Readonly<Record<string, unknown>>;
  const { kind, v } = members;
  if (typeof kind !== 'string' || !Object.hasOwn(SHAPES, kind) || !isNumber(v)) return undefined;
  for (const [name, type] of Object.entries(SHAPES[kind as TabMessage['kind']])) {
    const member = members[name];
    if (type === 'number' ? !isNumber(member) : !isText(member)) return undefined;
  }
  const isSound = isUrl(members['broker']) && isCount(members['done']) && isCount(members['total']);
  return isSound ? (message as TabMessage) : undefined;
}

const isNumber = (value: unknown): boolean => Number.isSafeInteger(value);
const isCount = (value: unknown): boolean => value === undefined || isNumber(value);
const isUrl = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value.length <= URL_MAX);
const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= TEXT_MAX;

/** The channel that all tabs of a database have open; `database` is its `databaseNameOf`. */
export const commonChannel = (database: string): string => database;

/** The channel between one client and one owner. What a former owner says there, nobody hears. */
export const privateChannel = (database: string, client: string, epoch: number): string =>
  `${database}/${String(epoch)}/${client}`;

/** The Web Lock that a page holds for as long as it may send requests again, also in the back/forward cache. */
export const clientLock = (client: string): string => `hashrange-client/${client}`;

/** The Web Lock that a page's worker holds for as long as it lives: the page waits for it to know of a silent death. */
export const workerLock = (client: string): string => `hashrange-worker/${client}`;

/** The Web Lock that a page holds while it runs the consumer of this name. */
export const consumerLock = (database: string, consumer: string): string =>
  `hashrange-consumer/${database}/${consumer}`;
