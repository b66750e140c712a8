import { GivenImage } from '../../partition/image/stored-image.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { ITEM_TOO_LARGE } from '../../partition/item-limit.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { ITEM_BYTES_MAX } from '../../wire/limits.ts';
import { required } from '../../wire/shapes/structure.ts';
import { checkExpressionMembers, placeholdersOf } from '../request/expression-parameters.ts';
import { canonicalExpected } from '../request/legacy-members.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { runWrite, touchesOfWrite } from './single-write.ts';
import type { SingleWrite } from './single-write.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import {
  checkOldValuesOnly,
  compileWriteCondition,
  lowerWriteExpected,
  writeMembers,
  writeReturnsOf,
} from '../request/write-parameters.ts';
import { writeReader } from './write-reader.ts';
import { attributeMap } from '../request/value-shapes.ts';

const RULES = valueRules('PutItem');
const { read, layout, checkRefused } = writeReader(
  { ...writeMembers, Item: required(attributeMap) },
  { oldValuesOnly: true },
);
const MEMBERS = {
  expressions: ['ConditionExpression'],
  legacy: ['Expected', 'ConditionalOperator'],
  values: 'plain',
} as const;

function parse(body: RequestBody): SingleWrite {
  const request = read(body);
  return guard(RULES, () => {
    checkExpressionMembers(request, MEMBERS);
    const { item, sizeBytes } = canonicalItem(request.Item, RULES.layer);
    const placeholders = placeholdersOf(request, RULES);
    const expectations =
      request.Expected === undefined ? undefined : canonicalExpected(request.Expected, RULES.layer);
    checkOldValuesOnly(request.ReturnValues);
    if (sizeBytes > ITEM_BYTES_MAX) throw validationError(ITEM_TOO_LARGE);
    const lowered = lowerWriteExpected(expectations, request.ConditionalOperator);
    const condition = compileWriteCondition(request.ConditionExpression, placeholders) ?? lowered;
    placeholders.assertAllUsed();
    const image = new GivenImage(item, sizeBytes);
    return {
      attributes: item,
      action: { kind: 'put', image },
      condition,
      returns: writeReturnsOf(request),
    };
  });
}

export const putItem: Operation<SingleWrite> = {
  name: 'PutItem',
  layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused,
  touches: touchesOfWrite,
  run: runWrite,
};
