import { compareBase64, isCanonicalBase64 } from './binary.ts';
import type { ValueLayer } from './decimal.ts';
import { wrongBase64, wrongList, wrongScalar, type ScalarTarget } from './json-shape.ts';
import { compareNumbers, parseNumber } from './number.ts';
import { compareUtf8, wellFormedUtf8Length } from './utf8-order.ts';
import { invalidValue, ValueFault } from './value-fault.ts';

/**
 * Sets in canonical form: members canonical, in DynamoDB's order, each once. A set that is canonical already comes back
 * as the very same array. Duplicates are refused in the words of the layer.
 *
 * Source: validation.md sections 1 and 4, semantics.md section 2.
 */

/** A string set by UTF-8 bytes. */
export function canonicalStringSet(given: unknown, layer: ValueLayer): readonly string[] {
  const members = membersOf(given, 'String');
  // AWS's text has two spaces before "may".
  if (members.length === 0) throw invalidValue('An string set  may not be empty');
  for (const member of members) checkWellFormed(member);
  return inOrder(members, compareUtf8, (sent) => {
    const texts = layer === 'current' ? quoted(upToFirstRepeat(sent, compareUtf8)) : sent;
    return invalidValue(`Input collection [${texts.join(', ')}] contains duplicates.`);
  });
}

/** A number set by value. */
export function canonicalNumberSet(given: unknown, layer: ValueLayer): readonly string[] {
  const members = membersOf(given, 'String');
  if (members.length === 0) throw invalidValue('An number set  may not be empty');
  let numbers = members;
  for (const [i, member] of members.entries()) {
    const number = parseNumber(member, layer);
    if (number === member) continue;
    if (numbers === members) numbers = [...members];
    numbers[i] = number;
  }
  return inOrder(numbers, compareNumbers, () =>
    layer === 'current'
      ? invalidValue('Input collection contains duplicates.')
      : new ValueFault('Input collection contains duplicates'),
  );
}

/** A binary set by unsigned bytes. */
export function canonicalBinarySet(given: unknown, layer: ValueLayer): readonly string[] {
  const members = membersOf(given, 'Blob');
  if (members.length === 0) throw invalidValue('Binary sets should not be empty');
  for (const member of members) {
    if (!isCanonicalBase64(member)) throw wrongBase64(member);
  }
  return inOrder(members, compareBase64, (sent) => {
    const list =
      layer === 'current'
        ? quoted(upToFirstRepeat(sent, compareBase64)).join(',')
        : sent.join(', ');
    // AWS's text has no space before "of".
    return invalidValue(`Input collection [${list}]of type BS contains duplicates.`);
  });
}

/** Refuses a string that has no UTF-8 form. AWS cannot be sent one, so the text is ours. */
export function checkWellFormed(text: string): number {
  const bytes = wellFormedUtf8Length(text);
  if (bytes < 0) throw invalidValue('Strings must be well-formed Unicode, without lone surrogates');
  return bytes;
}

function membersOf(given: unknown, target: ScalarTarget): string[] {
  if (!Array.isArray(given)) throw wrongList(given);
  for (const member of given as readonly unknown[]) {
    if (typeof member === 'string') continue;
    if (member === null) throw invalidValue('A set may not have a null member');
    throw wrongScalar(member, target);
  }
  return given as string[];
}

type Comparator = (a: string, b: string) => number;

function inOrder(
  sent: readonly string[],
  compare: Comparator,
  duplicates: (sent: readonly string[]) => Error,
): readonly string[] {
  if (isAscending(sent, compare)) return sent;
  const sorted = sent.toSorted(compare);
  if (!isAscending(sorted, compare)) throw duplicates(sent);
  return sorted;
}

function isAscending(members: readonly string[], compare: Comparator): boolean {
  let previous: string | undefined;
  for (const member of members) {
    if (previous !== undefined && compare(previous, member) >= 0) return false;
    previous = member;
  }
  return true;
}

/** As the current layer lists them: the distinct members before the first repeat in order, then the rest as sent. */
function upToFirstRepeat(sent: readonly string[], compare: Comparator): readonly string[] {
  const seen = new Set<string>();
  let repeat = 0;
  for (const member of sent) {
    if (seen.has(member)) break;
    seen.add(member);
    repeat += 1;
  }
  return [...sent.slice(0, repeat).sort(compare), ...sent.slice(repeat)];
}

function quoted(members: readonly string[]): readonly string[] {
  return members.map((member) => `"${member}"`);
}
