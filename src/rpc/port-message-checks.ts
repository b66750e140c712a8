/**
 * Checks of what comes from a page and from an owner. Any script of the origin may post on their channels, and a worker that an app
 * has made itself may have more to say to its page, and to hear from it, than is for hashrange. What has another shape is nobody's message.
 */
import type { MessageRows, OwnerMessage, PageMessage, PageQuestion } from './protocol.ts';

/** A whole number that is not negative, a text, a truth value, `true` itself, or members that each have their own shape. */
type Shape = 'number' | 'string' | 'boolean' | 'true' | { readonly [member: string]: Shape };

/** No page counts so far; and up to here a number and the next one are two. */
const NUMBER_MAX = 2 ** 52;

const QUESTIONS: readonly unknown[] = [
  'flushed',
  'scrub',
  'stats',
] satisfies readonly PageQuestion[];

/** Messages that are no lists, by a member that each of them has. */
type Named<M> = M extends readonly unknown[] ? never : keyof M;

const FAILURE: Shape = { code: 'string', message: 'string' };

const EVENTS: Readonly<Record<Exclude<Named<OwnerMessage>, 'outcome' | 'broker'>, Shape>> = {
  asked: { asked: 'number', outcome: { ok: 'boolean' } },
  told: { told: { type: 'string', region: 'string' } },
  opening: { opening: { done: 'number', total: 'number' } },
  owner: { owner: { storeId: 'string', epoch: 'number' } },
  port: { port: 'string', broker: 'string' },
  lost: { lost: 'boolean' },
  failure: { failure: FAILURE },
};

/** What a page has posted; undefined where it was no page of ours. */
export function parsePageMessage(heard: unknown): PageMessage | undefined {
  return (
    Array.isArray(heard)
      ? isNumber(heard[0]) && areRuns(heard, 1, { target: 'string' })
      : isSaid(heard)
  )
    ? (heard as PageMessage)
    : undefined;
}

/** Whoever reads it goes by the first member that is there, whatever its value: one of another shape is not passed over. */
function isSaid(heard: unknown): boolean {
  if (typeof heard !== 'object' || heard === null) return false;
  const { abort, confirmed, nameless, subscribe, ask, question } = heard as Readonly<
    Record<string, unknown>
  >;
  if ('abort' in heard) return Array.isArray(abort) && isListOf(isNumber, abort);
  if ('subscribe' in heard) return Array.isArray(subscribe) && isListOf(isText, subscribe);
  if ('nameless' in heard) return nameless === true;
  if ('confirmed' in heard) return isNumber(confirmed);
  return isNumber(ask) && QUESTIONS.includes(question);
}

/** What an owner, or the page's own worker, has posted; undefined where it was neither. */
export function parseOwnerMessage(heard: unknown): OwnerMessage | undefined {
  return (Array.isArray(heard) ? areRuns(heard, 0, 'number') : isTold(heard))
    ? (heard as OwnerMessage)
    : undefined;
}

/** An event, and nothing beside it that could be taken for another. */
function isTold(heard: unknown): boolean {
  if (typeof heard !== 'object' || heard === null) return false;
  const shapes = Object.entries(EVENTS).filter(([name]) => name in heard);
  return shapes.length === 1 && shapes.every(([, shape]) => fits(heard, shape)) && isWhole(heard);
}

/** An outcome that is a failure says which. */
function isWhole(heard: object): boolean {
  const isFailure = fits(heard, { asked: 'number' }) && !fits(heard, { outcome: { ok: 'true' } });
  return !isFailure || fits(heard, { outcome: { error: FAILURE } });
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === 'number') return isNumber(value);
  if (shape === 'true') return value === true;
  if (typeof shape === 'string') return typeof value === shape;
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape).every(([member, each]) => fits(members[member], each));
}

/** Whether what begins at `from` are runs: a number, what its calls or answers have in common, how many, and as many texts; rows may stand last. */
function areRuns(list: readonly unknown[], from: number, common: Shape): boolean {
  const end = rowsOf(list) === undefined ? list.length : list.length - 1;
  for (let i = from; i < end;) {
    const count = list[i + 2];
    if (!isNumber(list[i]) || !fits(list[i + 1], common) || !isNumber(count)) return false;
    i += 3;
    // It ends at the end of the list, whatever count the message claims.
    for (const runEnd = i + count; i < runEnd; i++) if (typeof list[i] !== 'string') return false;
  }
  return true;
}

/** The rows of what is in a message. */
export function rowsOf(list: readonly unknown[]): MessageRows | undefined {
  const last = list.at(-1);
  return last instanceof ArrayBuffer ? last : undefined;
}

/** A hole is neither a number nor a text: a list of a great length and nothing in it is not walked through. */
function isListOf(is: (each: unknown) => boolean, list: readonly unknown[]): boolean {
  for (const each of list) if (!is(each)) return false;
  return true;
}

const isNumber = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= NUMBER_MAX;

const isText = (value: unknown): value is string => typeof value === 'string';
