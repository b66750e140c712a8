/**
 * The second limit of nesting: a request with a value as deep as that is looked at by AWS's older checks, in their words and
 * their order, before it is refused for its depth. Source: validation.md section 2.
 */
import { isObject } from '../../item/json-shape.ts';

/** An attribute of an item is at level 1. */
const SECOND_LIMIT = 63;

/** Whether one of `values`, attribute values that nobody has checked, reaches the second limit. */
export function passSecondDepth(values: readonly unknown[]): boolean {
  return values.some((value) => reaches(value, SECOND_LIMIT));
}

/** Goes no deeper than `levels`, whatever the value does. */
function reaches(value: unknown, levels: number): boolean {
  if (levels === 1) return true;
  if (!isObject(value)) return false;
  return [value['M'], value['L']].some(
    (members) =>
      typeof members === 'object' &&
      members !== null &&
      Object.values(members).some((member) => reaches(member, levels - 1)),
  );
}
