import { areAtOdds } from './naive-projection.ts';
import type { Action, Term } from './update-plans.ts';
import { isSame, membersOf, valueAt } from './values.ts';
import type { Bytes, Members, Path, SetValue, Value } from './values.ts';

/*
 * Updates done as semantics.md section 3 tells them, on a copy that can be written to: first every value, from the old
 * item, then one place after the other.
 */

/** What the reference says is refused. */
export class Refused extends Error {}

const DIGITS_MAX = 38;
const LEVELS_MAX = 32;

/** A place of the copy. Elements that are gone leave a gap until the end. */
type Copy =
  | { readonly is: 'map'; readonly members: Map<string, Copy> }
  | { readonly is: 'list'; readonly elements: (Copy | undefined)[]; readonly oldLength: number }
  | { readonly is: 'value'; readonly value: Value };

/** The item after the update; throws {@link Refused}. */
export function updated(item: Members, actions: readonly Action[]): Members {
  if (areAtOdds(actions.map(({ target }) => target))) throw new Refused();
  const writes = actions.map((action) => ({
    target: action.target,
    value: valueOf(action, item),
  }));
  const copy = copyOf({ type: 'M', members: item });
  for (const { target, value } of writes.sort((a, b) => inOrder(a.target, b.target))) {
    write(copy, target, value);
  }
  const result = frozen(copy);
  if (result.type !== 'M') throw new TypeError('an item is a map');
  for (const { target } of writes) {
    const top = result.members.get(String(target[0]));
    if (top !== undefined && levelsOf(top) > LEVELS_MAX) throw new Refused();
  }
  return result.members;
}

/** Lower list indexes first: what is appended keeps their order. Of other paths any order does, but it must be one. */
function inOrder(a: Path, b: Path): number {
  const at = a.findIndex((step, i) => step !== b[i]);
  const [one, two] = [a[at], b[at]];
  if (typeof one === 'number' && typeof two === 'number') return one - two;
  return String(one) < String(two) ? -1 : 1;
}

function copyOf(value: Value): Copy {
  if (value.type === 'M') {
    const entries = [...value.members].map(([name, member]) => [name, copyOf(member)] as const);
    return { is: 'map', members: new Map(entries) };
  }
  if (value.type !== 'L') return { is: 'value', value };
  const { elements } = value;
  return { is: 'list', elements: elements.map(copyOf), oldLength: elements.length };
}

function frozen(copy: Copy): Value {
  if (copy.is === 'value') return copy.value;
  if (copy.is === 'map') {
    const entries = [...copy.members].map(([name, member]) => [name, frozen(member)] as const);
    return { type: 'M', members: new Map(entries) };
  }
  const left = copy.elements.filter((element) => element !== undefined);
  return { type: 'L', elements: left.map(frozen) };
}

function write(copy: Copy, [step, ...rest]: Path, value: Value | undefined): void {
  if (typeof step === 'string' && copy.is === 'map') {
    const child = copy.members.get(step);
    if (rest.length > 0) writeInto(child, rest, value);
    else if (value === undefined) copy.members.delete(step);
    else copy.members.set(step, copyOf(value));
    return;
  }
  if (typeof step !== 'number' || copy.is !== 'list') throw new Refused();
  const isThere = step < copy.oldLength;
  if (rest.length > 0) writeInto(isThere ? copy.elements[step] : undefined, rest, value);
  else if (isThere) copy.elements[step] = value && copyOf(value);
  else if (value !== undefined) copy.elements.push(copyOf(value));
}

function writeInto(child: Copy | undefined, path: Path, value: Value | undefined): void {
  if (child === undefined) throw new Refused();
  write(child, path, value);
}

/** What the action writes; undefined where nothing is to be left. */
function valueOf(action: Action, item: Members): Value | undefined {
  if (action.verb === 'REMOVE') return undefined;
  if (action.verb === 'SET') return termOf(action.term, item);
  const { value } = action;
  const old = valueAt(item, action.target);
  if (action.verb === 'ADD' && value.type === 'N') {
    if (old === undefined) return value;
    if (old.type !== 'N') throw new Refused();
    return numberOf(old.tenths + value.tenths);
  }
  const given = membersOf(value);
  if (given === undefined) throw new Refused();
  if (old === undefined) return action.verb === 'ADD' ? value : undefined;
  if (old.type !== value.type) throw new Refused();
  const members = membersOf(old) ?? [];
  const missingFrom = (set: readonly Value[], member: Value): boolean =>
    !set.some((other) => isSame(other, member));
  if (action.verb === 'DELETE') return setOf(members.filter((one) => missingFrom(given, one)));
  return setOf([...members, ...given.filter((one) => missingFrom(members, one))]);
}

function termOf(term: Term, item: Members): Value {
  switch (term.is) {
    case 'value':
      return term.value;
    case 'path': {
      const value = valueAt(item, term.path);
      if (value === undefined) throw new Refused();
      return value;
    }
    case 'if_not_exists': {
      // Read also where it is not needed: a default that is missing is refused.
      const otherwise = termOf(term.otherwise, item);
      return valueAt(item, term.path) ?? otherwise;
    }
    case 'list_append': {
      const [left, right] = [termOf(term.left, item), termOf(term.right, item)];
      if (left.type !== 'L' || right.type !== 'L') throw new Refused();
      return { type: 'L', elements: [...left.elements, ...right.elements] };
    }
    default: {
      const [left, right] = [termOf(term.left, item), termOf(term.right, item)];
      if (left.type !== 'N' || right.type !== 'N') throw new Refused();
      const sign = term.is === '+' ? 1n : -1n;
      return numberOf(left.tenths + sign * right.tenths);
    }
  }
}

function numberOf(tenths: bigint): Value {
  const digits = String(tenths).replace('-', '').replace(/0+$/, '');
  if (digits.length > DIGITS_MAX) throw new Refused();
  return { type: 'N', tenths };
}

/** No set is empty. */
function setOf(members: readonly Value[]): SetValue | undefined {
  const texts: string[] = [];
  const tenths: bigint[] = [];
  const bytes: Bytes[] = [];
  for (const member of members) {
    if (member.type === 'S') texts.push(member.text);
    if (member.type === 'N') tenths.push(member.tenths);
    if (member.type === 'B') bytes.push(member.bytes);
  }
  if (texts.length > 0) return { type: 'SS', texts };
  if (tenths.length > 0) return { type: 'NS', tenths };
  return bytes.length > 0 ? { type: 'BS', bytes } : undefined;
}

function levelsOf(value: Value): number {
  const parts =
    value.type === 'L' ? value.elements : value.type === 'M' ? [...value.members.values()] : [];
  return 1 + Math.max(0, ...parts.map(levelsOf));
}
