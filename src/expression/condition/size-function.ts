import { byteLengthOfBase64 } from '../../item/binary.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';

/**
 * What `size()` answers: UTF-16 units of a string, bytes of a binary, members of a set, list or map; undefined for
 * other types. Source: reference validation.md section 6.
 */
export function sizeFunction(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return byteLengthOfBase64(value.B);
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  if ('BS' in value) return value.BS.length;
  return undefined;
}
