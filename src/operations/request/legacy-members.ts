/**
 * The parameters from before expressions: their shapes, and their values made canonical.
 * Source: api-surface.md sections 9 and 10, validation.md section 7.
 */
import type { AttributeUpdate } from '../../expression/legacy/attribute-updates.ts';
import type { Expectation } from '../../expression/legacy/expected.ts';
import type { LegacyCondition } from '../../expression/legacy/legacy-condition.ts';
import { attributeNameBytes } from '../../item/attribute-name.ts';
import { canonicalValue } from '../../item/canonical.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import { list, map } from '../../wire/shapes/collections.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { required, structure } from '../../wire/shapes/structure.ts';
import { attributeAction, comparisonOperator } from './common-members.ts';
import type { ValueRules } from './value-wording.ts';
import { attributeValue } from './value-shapes.ts';

const ATTRIBUTE_NAME_MAX = 65_535;

export const attributesToGet = list(string({ max: ATTRIBUTE_NAME_MAX }), { min: 1 });

export const expected = map(
  structure('ExpectedAttributeValue', {
    Value: attributeValue,
    Exists: boolean(),
    ComparisonOperator: comparisonOperator,
    AttributeValueList: list(attributeValue),
  }),
);

/** KeyConditions, QueryFilter, ScanFilter. */
export const conditions = map(
  structure('Condition', {
    AttributeValueList: list(attributeValue),
    ComparisonOperator: required(comparisonOperator),
  }),
);

export const attributeUpdates = map(
  structure('AttributeValueUpdate', { Value: attributeValue, Action: attributeAction }),
);

type ByAttribute<T> = Readonly<Record<string, T>>;
type Layer = ValueRules['layer'];

function mapAttributes<From, To>(
  members: ByAttribute<From>,
  each: (member: From) => To,
): ByAttribute<To> {
  const mapped = Object.create(null) as Record<string, To>;
  for (const [name, member] of Object.entries(members)) {
    attributeNameBytes(name);
    mapped[name] = each(member);
  }
  return mapped;
}

function canonicalOrNone(value: unknown, layer: Layer): AttributeValue | undefined {
  return value === undefined ? undefined : canonicalValue(value, layer);
}

function canonicalList(
  values: readonly unknown[] | undefined,
  layer: Layer,
): readonly AttributeValue[] | undefined {
  return values?.map((value) => canonicalValue(value, layer));
}

/** Throws `ValueFault`, as do its siblings. */
export function canonicalExpected(
  members: ReadBy<typeof expected>,
  layer: Layer,
): ByAttribute<Expectation> {
  return mapAttributes(members, (member) => ({
    Value: canonicalOrNone(member.Value, layer),
    Exists: member.Exists,
    ComparisonOperator: member.ComparisonOperator,
    AttributeValueList: canonicalList(member.AttributeValueList, layer),
  }));
}

export function canonicalConditions(
  members: ReadBy<typeof conditions>,
  layer: Layer,
): ByAttribute<LegacyCondition> {
  return mapAttributes(members, (member) => ({
    ComparisonOperator: member.ComparisonOperator,
    AttributeValueList: canonicalList(member.AttributeValueList, layer),
  }));
}

export function canonicalUpdates(
  members: ReadBy<typeof attributeUpdates>,
  layer: Layer,
): ByAttribute<AttributeUpdate> {
  return mapAttributes(members, (member) => ({
    Action: member.Action,
    Value: canonicalOrNone(member.Value, layer),
  }));
}
