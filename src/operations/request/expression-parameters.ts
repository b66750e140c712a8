/**
 * What all operations with expressions check alike: which parameters go together, and the placeholders.
 * Every check throws a `ValueFault`. Source: validation.md section 6, "Names/values hygiene".
 */
import { canonicalValue } from '../../item/canonical.ts';
import type { Meter } from '../../item/canonical.ts';
import { isObject } from '../../item/json-shape.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { checkCount, Placeholders } from '../../expression/binding/placeholders.ts';
import { emptyAttributes } from '../../wire/attribute-value.ts';
import type { AttributeMap } from '../../wire/attribute-value.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import type { ValueRules } from './value-wording.ts';

const PLACEHOLDER_MAPS = ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const;

/** Members of one request by name; absent ones are undefined. */
type RequestMembers = Readonly<Record<string, unknown>>;

/** The expression members of an operation and the legacy ones they replaced, in the order messages list them. */
export interface ExpressionMembers {
  readonly expressions: readonly string[];
  readonly legacy: readonly string[];
  /** Which expressions take ExpressionAttributeValues, listed in the message about idle ones; `plain` is all, unlisted. */
  readonly values: 'none' | 'plain' | readonly string[];
}

/**
 * Refuses expressions beside legacy parameters, placeholders beside no expression that takes them, and maps without a
 * placeholder: all before any value is looked at. Source: validation.md section 2.
 */
export function checkExpressionMembers(request: RequestMembers, members: ExpressionMembers): void {
  checkBesides(request, members);
  for (const member of PLACEHOLDER_MAPS) {
    const map = request[member];
    if (isObject(map)) checkCount(member, map);
  }
}

function checkBesides(request: RequestMembers, members: ExpressionMembers): void {
  const isGiven = (name: string): boolean => request[name] !== undefined;
  const hasExpression = members.expressions.some(isGiven);
  if (hasExpression && members.legacy.some(isGiven)) {
    throw new ValueFault(
      'Can not use both expression and non-expression parameters in the same request: ' +
        `Non-expression parameters: {${members.legacy.filter(isGiven).join(', ')}} ` +
        `Expression parameters: {${members.expressions.filter(isGiven).join(', ')}}`,
    );
  }
  if (!hasExpression && isGiven('ExpressionAttributeNames')) {
    throw new ValueFault('ExpressionAttributeNames can only be specified when using expressions');
  }
  const { values } = members;
  if (values === 'none' || !isGiven('ExpressionAttributeValues')) return;
  if (values === 'plain' ? hasExpression : values.some(isGiven)) return;
  const text = 'ExpressionAttributeValues can only be specified when using expressions';
  throw new ValueFault(values === 'plain' ? text : text + areNull(values));
}

function areNull(names: readonly string[]): string {
  return `: ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} null`;
}

/** ExpressionAttributeValues in canonical form, their values metered, their faults worded by `rules`. */
function canonicalExpressionValues(
  values: JsonObject,
  rules: ValueRules,
  meter: Meter,
): AttributeMap {
  const canonical = emptyAttributes();
  for (const placeholder of Object.keys(values)) {
    const value = values[placeholder];
    // As in an item, what is null is not there.
    if (value === null) continue;
    try {
      canonical[placeholder] = canonicalValue(value, rules.layer, meter);
    } catch (fault) {
      if (!(fault instanceof ValueFault) || !rules.wrapsExpressionValues) throw fault;
      throw new ValueFault(
        `ExpressionAttributeValues contains invalid value: ${fault.message} for key ${placeholder}`,
      );
    }
  }
  return canonical;
}

/** Shared by all requests without placeholders: it has none to count. */
const NO_PLACEHOLDERS = new Placeholders(undefined, undefined);

/** The placeholders of one request. */
export function placeholdersOf(
  request: {
    readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
    readonly ExpressionAttributeValues?: JsonObject;
  },
  rules: ValueRules,
): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
  if (names === undefined && values === undefined) return NO_PLACEHOLDERS;
  if (values === undefined) return new Placeholders(names, undefined);
  const meter = { sizeBytes: 0 };
  const canonical = canonicalExpressionValues(values, rules, meter);
  return new Placeholders(names, canonical, meter.sizeBytes);
}

/** The placeholders of a request that has only names. */
export function namePlaceholders(
  names: Readonly<Record<string, string>> | undefined,
): Placeholders {
  return names === undefined ? NO_PLACEHOLDERS : new Placeholders(names, undefined);
}
