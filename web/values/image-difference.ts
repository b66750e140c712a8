/** What changed between two images of an item, attribute by attribute and inside documents. */
import { typedValue, type WireItem, type WireValue } from './attribute-value.ts';
import { ownMember } from './own-member.ts';
import { compareNumbers } from './value-order.ts';

/** An item before or after a change: there was none, or the stream does not keep it. */
export type Image = WireItem | 'no item' | 'not kept';

export type Mark = 'added' | 'removed' | 'changed' | 'same';

export interface DifferenceRow {
  /** Names and indexes from the item down to the value, as JSON text: identity of the row. */
  readonly id: string;
  /** Name of the attribute or member; index of a list's element. */
  readonly name: string;
  /** How many documents it lies in. */
  readonly depth: number;
  readonly isKey: boolean;
  /** Undefined where one of the images is not kept. */
  readonly mark: Mark | undefined;
  readonly before: WireValue | undefined;
  readonly after: WireValue | undefined;
  /** True for a document that changed inside: the rows below tell how. */
  readonly isOpened: boolean;
}

type SetType = 'SS' | 'NS' | 'BS';

/** Equal as DynamoDB compares: order counts in lists alone, and 1.0 is 1. */
export function sameValue(one: WireValue, other: WireValue): boolean {
  const { type, content } = typedValue(one);
  const against = typedValue(other);
  if (type !== against.type) return false;
  if (isSet(type)) return sameMembers(content as readonly string[], against.content as string[]);
  if (type === 'L') {
    const [elements, others] = [content as WireValue[], against.content as WireValue[]];
    return (
      elements.length === others.length &&
      elements.every((element, index) => {
        const counterpart = others[index];
        return counterpart !== undefined && sameValue(element, counterpart);
      })
    );
  }
  if (type === 'M') {
    const [members, others] = [content as WireItem, against.content as WireItem];
    const names = Object.keys(members);
    return (
      names.length === Object.keys(others).length &&
      names.every((name) => markOf(members[name], ownMember(others, name)) === 'same')
    );
  }
  if (type === 'N') return compareNumbers(String(content), String(against.content)) === 0;
  return content === against.content;
}

function isSet(type: string): type is SetType {
  return type === 'SS' || type === 'NS' || type === 'BS';
}

function sameMembers(members: readonly string[], others: readonly string[]): boolean {
  const [own, against] = [new Set(members), new Set(others)];
  return (
    members.length === others.length &&
    own.size === against.size &&
    members.every((member) => against.has(member))
  );
}

function markOf(before: WireValue | undefined, after: WireValue | undefined): Mark {
  if (before === undefined) return after === undefined ? 'same' : 'added';
  if (after === undefined) return 'removed';
  return sameValue(before, after) ? 'same' : 'changed';
}

/** Members of a set that the set on the other side does not have. */
export function ownMembers(
  value: WireValue,
  other: WireValue | undefined,
): ReadonlySet<string> | undefined {
  if (other === undefined) return undefined;
  const { type, content } = typedValue(value);
  const against = typedValue(other);
  if (!isSet(type) || type !== against.type) return undefined;
  const others = new Set(against.content as readonly string[]);
  return new Set((content as readonly string[]).filter((member) => !others.has(member)));
}

/** Members of a document by name or index; undefined for any other value. */
function membersOf(value: WireValue | undefined): WireItem | undefined {
  if (value === undefined) return undefined;
  const { type, content } = typedValue(value);
  if (type === 'M') return content as WireItem;
  if (type !== 'L') return undefined;
  const entries = (content as readonly WireValue[]).map((element, index) => [index, element]);
  return Object.fromEntries(entries) as WireItem;
}

function isDocumentChange(before: WireValue | undefined, after: WireValue | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const { type } = typedValue(before);
  return (type === 'M' || type === 'L') && type === typedValue(after).type;
}

function itemOf(image: Image): WireItem {
  return typeof image === 'string' ? {} : image;
}

/**
 * One row for each attribute of either image, keys first; below a document that changed inside, one for each of its
 * members. Nothing is marked where one of the images is not kept.
 */
export function differenceOf(
  before: Image,
  after: Image,
  keyNames: readonly string[],
): readonly DifferenceRow[] {
  const isMarked = before !== 'not kept' && after !== 'not kept';
  const [old, fresh] = [itemOf(before), itemOf(after)];
  const names = new Set([...keyNames, ...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].flatMap((name) =>
    rowsOf([name], ownMember(old, name), ownMember(fresh, name), isMarked).map((row) =>
      row.depth === 0 ? { ...row, isKey: keyNames.includes(name) } : row,
    ),
  );
}

function rowsOf(
  path: readonly string[],
  before: WireValue | undefined,
  after: WireValue | undefined,
  isMarked: boolean,
): readonly DifferenceRow[] {
  if (before === undefined && after === undefined) return [];
  const mark = isMarked ? markOf(before, after) : undefined;
  const isOpened = mark === 'changed' && isDocumentChange(before, after);
  const row = {
    id: JSON.stringify(path),
    name: path.at(-1) ?? '',
    depth: path.length - 1,
    isKey: false,
    mark,
    before,
    after,
    isOpened,
  };
  if (!isOpened) return [row];
  const [old, fresh] = [membersOf(before) ?? {}, membersOf(after) ?? {}];
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  const inner = [...names].flatMap((name) =>
    rowsOf([...path, name], ownMember(old, name), ownMember(fresh, name), isMarked),
  );
  return [row, ...inner];
}

/** Top-level attributes that changed, for a line of a list; empty unless both images are there. */
export function changedAttributes(
  before: Image,
  after: Image,
): readonly { readonly name: string; readonly mark: Mark }[] {
  if (typeof before === 'string' || typeof after === 'string') return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map((name) => ({ name, mark: markOf(ownMember(before, name), ownMember(after, name)) }))
    .filter(({ mark }) => mark !== 'same');
}
