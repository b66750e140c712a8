/**
 * Checks of what comes from a page and from an owner. Any script of the origin may post on their channels, and a worker that an app
 * has made itself may have more to say to its page, and to hear from it, than is for hashrange. What has another shape is nobody's message.
 */
import type { OwnerMessage, PageMessage, Question } from './contract.ts';

type Members = Readonly<Record<string, unknown>>;
/** Members of messages that are no lists. */
type MemberOf<M> = M extends readonly unknown[] ? never : keyof M;
/** By the member that tells which message it is: the first of these that is there. */
type Checks<M extends string> = Readonly<Record<M, (members: Members) => boolean>>;

/** No page counts so far; and up to here a number and the next one are two. */
const NUMBER_MAX = 2 ** 52;

const QUESTIONS: readonly unknown[] = [
  'flushed',
  'scrub',
  'stats',
  'destroy',
] satisfies readonly Question[];

const OF_PAGE: Checks<Exclude<MemberOf<PageMessage>, 'question'>> = {
  abort: ({ abort }) => Array.isArray(abort) && isListOfNumbers(abort),
  confirmed: ({ confirmed }) => isNumber(confirmed),
  ask: ({ ask, question }) => isNumber(ask) && QUESTIONS.includes(question),
};

const OF_OWNER: Checks<Exclude<MemberOf<OwnerMessage>, 'outcome' | 'broker'>> = {
  asked: ({ asked, outcome }) =>
    isNumber(asked) && isObject(outcome) && (outcome['ok'] === true || isFailure(outcome['error'])),
  opening: ({ opening }) =>
    isObject(opening) && isNumber(opening['done']) && isNumber(opening['total']),
  owner: ({ owner }) =>
    isObject(owner) && isNumber(owner['epoch']) && typeof owner['storeId'] === 'string',
  port: ({ port, broker }) => typeof port === 'string' && typeof broker === 'string',
  lost: () => true,
  failure: ({ failure }) => isFailure(failure),
};

/** What a page has posted; undefined where it was no page of ours. */
export function parsePageMessage(heard: unknown): PageMessage | undefined {
  const isOne = Array.isArray(heard)
    ? isNumber(heard[0]) && areRuns(heard, 1, 'string')
    : passes(heard, OF_PAGE);
  return isOne ? (heard as PageMessage) : undefined;
}

/** What an owner, or the page's own worker, has posted; undefined where it was neither. */
export function parseOwnerMessage(heard: unknown): OwnerMessage | undefined {
  const isOne = Array.isArray(heard) ? areRuns(heard, 0, 'number') : passes(heard, OF_OWNER);
  return isOne ? (heard as OwnerMessage) : undefined;
}

function passes(heard: unknown, checks: Checks<string>): boolean {
  if (!isObject(heard)) return false;
  for (const [member, check] of Object.entries(checks)) if (member in heard) return check(heard);
  return false;
}

/** Whether what begins at `from` are runs: a number, what its calls or answers have in common, how many, and as many texts. */
function areRuns(list: readonly unknown[], from: number, common: 'string' | 'number'): boolean {
  for (let i = from; i < list.length;) {
    const count = list[i + 2];
    if (!isNumber(list[i]) || typeof list[i + 1] !== common || !isNumber(count)) return false;
    i += 3;
    // It ends at the end of the list, whatever count the message claims.
    for (const end = i + count; i < end; i++) if (typeof list[i] !== 'string') return false;
  }
  return true;
}

/** A hole is no number: a list of a great length and nothing in it is not walked through. */
function isListOfNumbers(list: readonly unknown[]): boolean {
  for (const each of list) if (!isNumber(each)) return false;
  return true;
}

const isNumber = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= NUMBER_MAX;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isFailure = (value: unknown): boolean =>
  isObject(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
