/**
 * Reads single-item writes, and looks again at those that were refused.
 */
import { isObject } from '../../item/json-shape.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { reportEchoed, reportUsual } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';
import type { StructureLayout } from '../../wire/shapes/layout.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import type { Members, StructureOf } from '../../wire/shapes/structure.ts';
import type { RequestBody } from '../operation.ts';
import { passSecondDepth } from '../request/nesting-limits.ts';
import { OLD_VALUES_ONLY, returnsOldValuesOnly } from '../request/write-parameters.ts';

export interface WriteReading {
  readonly report?: ConstraintReport;
  /** Whether the operation returns old values alone. */
  readonly oldValuesOnly: boolean;
}

export interface WriteReader<M extends Members> {
  readonly read: (body: RequestBody) => StructureOf<M>;
  readonly layout: StructureLayout;
  /** See `Operation`. */
  readonly checkRefused: (body: RequestBody) => void;
}

export function writeReader<M extends Members>(
  members: M,
  { report = reportUsual, oldValuesOnly }: WriteReading,
): WriteReader<M> {
  const read = requestShape(members, report);
  const readOlder = requestShape(members, reportEchoed);
  const checkRefused = (body: RequestBody): void => {
    read.checkValues(body);
    if (!passSecondDepth(attributeValuesOf(body))) return;
    readOlder(body);
    if (oldValuesOnly && !returnsOldValuesOnly(body['ReturnValues'])) {
      throw validationError(OLD_VALUES_ONLY);
    }
  };
  return { read, layout: read.layout, checkRefused };
}

/** The attribute values of a write, wherever they stand: in maps of values, in AttributeUpdates, in Expected. */
function attributeValuesOf(body: RequestBody): readonly unknown[] {
  const entries = Object.values(body).flatMap((member) => {
    return isObject(member) ? Object.values(member).filter(isObject) : [];
  });
  return entries.flatMap((entry) => {
    const { Value: value, AttributeValueList: values } = entry;
    return [entry, value, ...(Array.isArray(values) ? (values as readonly unknown[]) : [])];
  });
}
