import { compareBase64 } from '../../item/binary.ts';
import { compareNumbers } from '../../item/number.ts';
import { compareUtf8 } from '../../item/utf8-order.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';

/*
 * Canonical sets: members in order, each once, so that equal members are equal texts. Results are canonical again.
 */

type Combine = (
  a: readonly string[],
  b: readonly string[],
  compare: (a: string, b: string) => number,
) => readonly string[];

/** The members of either; undefined unless both are sets of one type. */
export function uniteSets(a: AttributeValue, b: AttributeValue): AttributeValue | undefined {
  return combineSets(a, b, merge);
}

/** The members of `a` that `b` lacks, possibly none; undefined unless both are sets of one type. */
export function removeMembers(a: AttributeValue, b: AttributeValue): AttributeValue | undefined {
  return combineSets(a, b, (members, others) => {
    const gone = new Set(others);
    return members.filter((member) => !gone.has(member));
  });
}

function combineSets(
  a: AttributeValue,
  b: AttributeValue,
  combine: Combine,
): AttributeValue | undefined {
  if ('SS' in a && 'SS' in b) return { SS: combine(a.SS, b.SS, compareUtf8) };
  if ('NS' in a && 'NS' in b) return { NS: combine(a.NS, b.NS, compareNumbers) };
  if ('BS' in a && 'BS' in b) return { BS: combine(a.BS, b.BS, compareBase64) };
  return undefined;
}

const merge: Combine = (a, b, compare) => {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined) return merged.concat(b.slice(j));
    if (right === undefined) return merged.concat(a.slice(i));
    const order = compare(left, right);
    merged.push(order <= 0 ? left : right);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
};
