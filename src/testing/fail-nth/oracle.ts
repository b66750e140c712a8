import type { Action, ItemKey, Request } from './script.ts';

/** Versions of the items there are, and tokens of the transactions that were applied, by name. */
type State = ReadonlyMap<string, string>;

/** A single write's effects, all or none. */
interface Outcome {
  readonly answer: string;
  readonly after: State;
}

export const DONE = 'done';

export function nameOf({ table, pk, sk }: ItemKey): string {
  return `${table}/${pk}/${sk}`;
}

/**
 * What the store must hold, in the simplest terms: every state it may be in. There is one of them until the fate of a write
 * is unknown; an answer leaves those that it fits.
 */
export class Oracle {
  #states: readonly State[] = [new Map()];

  /** Takes in an answer; tells in words what it should have been, unless it fits. */
  answered(request: Request, answer: string): string | undefined {
    const outcomes = this.#states.map((state) => outcomeOf(request, state));
    const fitting = outcomes.filter((outcome) => outcome.answer === answer);
    if (fitting.length === 0)
      return `${answer} instead of ${outcomes.map((each) => each.answer).join(' or ')}`;
    this.#states = distinct(fitting.map(({ after }) => after));
    return undefined;
  }

  /** The request may or may not have been applied; a batch also in part. */
  undecided(request: Request): void {
    const units: Request[] =
      request.kind === 'batch'
        ? request.actions.map((action) => ({ kind: 'write', action }))
        : [request];
    for (const unit of units) {
      const applied = this.#states.map((state) => outcomeOf(unit, state).after);
      this.#states = distinct([...this.#states, ...applied]);
    }
  }

  /** Number of items in a table. */
  count(table: string): number {
    const [state = new Map<string, string>()] = this.#states;
    return [...state.keys()].filter((name) => name.startsWith(`${table}/`)).length;
  }
}

function distinct(states: readonly State[]): readonly State[] {
  if (states.length === 1) return states;
  return [...new Map(states.map((state) => [JSON.stringify([...state].sort()), state])).values()];
}

function outcomeOf(request: Request, state: State): Outcome {
  switch (request.kind) {
    case 'write':
      return isMet(request.action, state)
        ? { answer: DONE, after: applied([request.action], state) }
        : { answer: 'ConditionalCheckFailedException', after: state };
    case 'transaction': {
      const token = `token/${request.token}`;
      if (state.has(token)) return { answer: DONE, after: state };
      if (!request.actions.every((action) => isMet(action, state)))
        return { answer: 'TransactionCanceledException', after: state };
      const after = new Map(applied(request.actions, state)).set(token, 'used');
      return { answer: DONE, after };
    }
    case 'batch':
      return { answer: DONE, after: applied(request.actions, state) };
    case 'get':
      return { answer: listing(state, nameOf(request.key)), after: state };
    case 'query':
      return { answer: listing(state, `${request.table}/${request.pk}/`), after: state };
    case 'scan':
      return { answer: listing(state, `${request.table}/`), after: state };
  }
}

function isMet({ key, mustExist }: Action, state: State): boolean {
  return mustExist === undefined || mustExist === state.has(nameOf(key));
}

function applied(actions: readonly Action[], state: State): State {
  const after = new Map(state);
  for (const { key, effect, value } of actions) {
    const name = nameOf(key);
    const [text = '', count = '0'] = (state.get(name) ?? '').split('+');
    if (effect === 'put') after.set(name, `${value}+0`);
    if (effect === 'add') after.set(name, `${text}+${String(Number(count) + 1)}`);
    if (effect === 'delete') after.delete(name);
  }
  return after;
}

/** The items whose names begin with `prefix`, as an answer shows them. */
function listing(state: State, prefix: string): string {
  return listingOf([...state].filter(([name]) => name.startsWith(prefix)));
}

export function listingOf(items: readonly (readonly [name: string, version: string])[]): string {
  return items
    .map(([name, version]) => `${name}=${version}`)
    .sort()
    .join(' ');
}
