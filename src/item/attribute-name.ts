import { checkWellFormed } from './canonical-set.ts';
import { ValueFault } from './value-fault.ts';

/** Longest attribute name, in UTF-8 bytes. Source: validation.md section 3. */
const NAME_BYTES_MAX = 65_535;

export const EMPTY_NAME = 'Empty attribute name';

/** The length of an attribute's name in UTF-8 bytes. Throws a `ValueFault` for what cannot be one. */
export function attributeNameBytes(name: string): number {
  if (name === '') throw new ValueFault(EMPTY_NAME);
  const bytes = checkWellFormed(name);
  if (bytes > NAME_BYTES_MAX) {
    throw new ValueFault('Attribute name is too large, must be less than 65536 bytes');
  }
  return bytes;
}
