import { canonicalItem } from '../../item/canonical.ts';
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

const RULES = valueRules('DeleteItem');
const { read, layout, checkRefused } = writeReader(
  { ...writeMembers, Key: required(attributeMap) },
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
    const key = canonicalItem(request.Key, RULES.layer).item;
    const placeholders = placeholdersOf(request, RULES);
    const expectations =
      request.Expected === undefined ? undefined : canonicalExpected(request.Expected, RULES.layer);
    checkOldValuesOnly(request.ReturnValues);
    const lowered = lowerWriteExpected(expectations, request.ConditionalOperator);
    const condition = compileWriteCondition(request.ConditionExpression, placeholders) ?? lowered;
    placeholders.assertAllUsed();
    const returns = writeReturnsOf(request);
    return { attributes: key, action: { kind: 'delete' }, condition, returns };
  });
}

export const deleteItem: Operation<SingleWrite> = {
  name: 'DeleteItem',
  layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused,
  touches: touchesOfWrite,
  run: runWrite,
};
