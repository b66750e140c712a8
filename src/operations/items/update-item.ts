import { lowerAttributeUpdates } from '../../expression/legacy/attribute-updates.ts';
import { compileUpdate } from '../../expression/update/update.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { reportFirstNamed } from '../../wire/shapes/constraint.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { required } from '../../wire/shapes/structure.ts';
import { checkExpressionMembers, placeholdersOf } from '../request/expression-parameters.ts';
import {
  attributeUpdates,
  canonicalExpected,
  canonicalUpdates,
} from '../request/legacy-members.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { runWrite, touchesOfWrite } from './single-write.ts';
import type { SingleWrite } from './single-write.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import {
  compileWriteCondition,
  lowerWriteExpected,
  writeMembers,
  writeReturnsOf,
} from '../request/write-parameters.ts';
import { writeReader } from './write-reader.ts';
import { attributeMap } from '../request/value-shapes.ts';

const RULES = valueRules('UpdateItem');
const { read, layout, checkRefused } = writeReader(
  {
    ...writeMembers,
    Key: required(attributeMap),
    AttributeUpdates: attributeUpdates,
    UpdateExpression: string(),
  },
  { report: reportFirstNamed, oldValuesOnly: false },
);
const MEMBERS = {
  expressions: ['UpdateExpression', 'ConditionExpression'],
  legacy: ['AttributeUpdates', 'Expected', 'ConditionalOperator'],
  values: 'plain',
} as const;

function parse(body: RequestBody): SingleWrite {
  const request = read(body);
  return guard(RULES, () => {
    checkExpressionMembers(request, MEMBERS);
    const key = canonicalItem(request.Key, RULES.layer).item;
    const placeholders = placeholdersOf(request, RULES);
    const updates =
      request.AttributeUpdates === undefined
        ? undefined
        : canonicalUpdates(request.AttributeUpdates, RULES.layer);
    const expectations =
      request.Expected === undefined ? undefined : canonicalExpected(request.Expected, RULES.layer);
    const loweredUpdate = updates === undefined ? undefined : lowerAttributeUpdates(updates);
    const loweredCondition = lowerWriteExpected(expectations, request.ConditionalOperator);
    const text = request.UpdateExpression;
    const update = text === undefined ? loweredUpdate : compileUpdate(text, placeholders);
    const condition =
      compileWriteCondition(request.ConditionExpression, placeholders) ?? loweredCondition;
    placeholders.assertAllUsed();
    const returns = writeReturnsOf(request);
    return { attributes: key, action: { kind: 'update', key, update }, condition, returns };
  });
}

export const updateItem: Operation<SingleWrite> = {
  name: 'UpdateItem',
  layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused,
  touches: touchesOfWrite,
  run: runWrite,
};
