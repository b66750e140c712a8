/**
 * What index keys may hold: a value of the defined type, neither empty nor too long, or nothing at all.
 *
 * Source: validation.md sections 5 and 16, an answer of AWS to a key that is too long. If several indexes use an attribute, the alphabetically first index is named.
 */
import type { Attributes } from '../item/attributes.ts';
import { HASH_VALUE_BYTES_MAX, RANGE_VALUE_BYTES_MAX } from '../item/index-key.ts';
import type { KeyAttribute } from '../item/key-schema.ts';
import { sizeOfValue } from '../item/item-size.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';
import { typeOf } from '../wire/attribute-value.ts';
import type { SecondaryIndex, TableIndexes } from '../placement/secondary-index.ts';

const INVALID = 'One or more parameter values were invalid: ';
const NOT_VALID = 'One or more parameter values are not valid. ';

/** The first index key of an item that its index cannot hold. */
export interface IndexKeyFault {
  readonly kind: 'type' | 'empty' | 'size';
  /** As a put words it. */
  readonly message: string;
  /** Of an empty value: what it is empty of. */
  readonly emptyOf: 'string' | 'binary' | undefined;
}

export function findIndexKeyFault(
  indexes: TableIndexes,
  item: Attributes,
): IndexKeyFault | undefined {
  for (const index of indexes.all) {
    const { hash, range } = index.keySchema;
    for (const key of hash) {
      const fault = faultOf(index, key, item.find(key.name), 'hash');
      if (fault !== undefined) return fault;
    }
    for (const key of range) {
      const fault = faultOf(index, key, item.find(key.name), 'range');
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function faultOf(
  index: SecondaryIndex,
  key: KeyAttribute,
  value: AttributeValue | undefined,
  role: 'hash' | 'range',
): IndexKeyFault | undefined {
  if (value === undefined) return undefined;
  if (!(key.type in value)) {
    const types = `Expected: ${key.type} Actual: ${typeOf(value)}`;
    const message = `${INVALID}Type mismatch for Index Key ${key.name} ${types} IndexName: ${index.name}`;
    return { kind: 'type', message, emptyOf: undefined };
  }
  const emptyOf = emptyTypeOf(value);
  if (emptyOf !== undefined) {
    const message =
      `${NOT_VALID}A value specified for a secondary index key is not supported. ` +
      `The AttributeValue for a key attribute cannot contain an empty ${emptyOf} value. ` +
      `IndexName: ${index.name}, IndexKey: ${key.name}`;
    return { kind: 'empty', message, emptyOf };
  }
  const bytesMax = role === 'hash' ? HASH_VALUE_BYTES_MAX : RANGE_VALUE_BYTES_MAX;
  const bytes = 'N' in value ? 0 : sizeOfValue(value);
  if (bytes <= bytesMax) return undefined;
  const message =
    `${INVALID}Size limit exceeded for Index Key ${key.name} Actual Size: ${bytes} bytes ` +
    `Max Size: ${bytesMax} bytes IndexName: ${index.name}`;
  return { kind: 'size', message, emptyOf: undefined };
}

function emptyTypeOf(value: AttributeValue): 'string' | 'binary' | undefined {
  if ('S' in value && value.S === '') return 'string';
  return 'B' in value && value.B === '' ? 'binary' : undefined;
}

/** An update leaves an item that one of its indexes cannot hold. */
export class UpdatedIndexKeyFault extends ValueFault {
  readonly fault: IndexKeyFault;

  constructor(fault: IndexKeyFault, byExpression: boolean) {
    super(byExpression ? wordedByUpdate(fault) : fault.message);
    this.fault = fault;
  }
}

/** An empty value has words of its own in an update; all else those of a put. */
function wordedByUpdate({ message, emptyOf }: IndexKeyFault): string {
  if (emptyOf === undefined) return message;
  return (
    `${NOT_VALID}The update expression attempted to update a secondary index key to a value that is not supported. ` +
    `The AttributeValue for a key attribute cannot contain an empty ${emptyOf} value.`
  );
}
