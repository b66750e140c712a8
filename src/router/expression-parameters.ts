/**
 * What all operations with expressions check alike: which parameters go together, and the placeholders.
 * Every check throws a `ValueFault`. Source: validation.md section 6, "Names/values hygiene".
 */
import { canonicalValue } from '../item/canonical.ts';
import { ValueFault } from '../item/value-fault.ts';
import { Placeholders } from '../expression/placeholders.ts';
import { emptyAttributes } from '../wire/attribute-value.ts';
import type { AttributeMap } from '../wire/attribute-value.ts';
import type { JsonObject } from '../wire/shapes/collections.ts';
import type { ValueRules } from './value-layer.ts';

/** Members of one request by name; absent ones are undefined. */
type RequestMembers = Readonly<Record<string, unknown>>;

/** The expression members of an operation and the legacy ones they replaced, in the order messages list them. */
export interface ExpressionMembers {
  readonly expressions: readonly string[];
  readonly legacy: readonly string[];
  /** Whether the operation has ExpressionAttributeValues, and what the message about idle ones goes on with. */
  readonly values: 'none' | 'plain' | { readonly idleSuffix: string };
}

/** Refuses expressions beside legacy parameters, and placeholders beside no expression. */
export function checkExpressionMembers(request: RequestMembers, members: ExpressionMembers): void {
  const given = (names: readonly string[]): readonly string[] =>
    names.filter((name) => request[name] !== undefined);
  const expressions = given(members.expressions);
  if (expressions.length > 0) {
    const legacy = given(members.legacy);
    if (legacy.length === 0) return;
    throw new ValueFault(
      'Can not use both expression and non-expression parameters in the same request: ' +
        `Non-expression parameters: {${legacy.join(', ')}} ` +
        `Expression parameters: {${expressions.join(', ')}}`,
    );
  }
  if (request['ExpressionAttributeNames'] !== undefined) {
    throw new ValueFault('ExpressionAttributeNames can only be specified when using expressions');
  }
  if (members.values !== 'none' && request['ExpressionAttributeValues'] !== undefined) {
    const text = 'ExpressionAttributeValues can only be specified when using expressions';
    throw new ValueFault(members.values === 'plain' ? text : text + members.values.idleSuffix);
  }
}

/** ExpressionAttributeValues in canonical form, its faults worded by `rules`. */
export function canonicalExpressionValues(values: JsonObject, rules: ValueRules): AttributeMap {
  const canonical = emptyAttributes();
  for (const placeholder of Object.keys(values)) {
    canonical[placeholder] = canonicalExpressionValue(placeholder, values[placeholder], rules);
  }
  return canonical;
}

function canonicalExpressionValue(
  placeholder: string,
  value: unknown,
  rules: ValueRules,
): AttributeMap[string] {
  try {
    return canonicalValue(value, rules.layer);
  } catch (fault) {
    if (!(fault instanceof ValueFault) || !rules.wrapsExpressionValues) throw fault;
    throw new ValueFault(
      `ExpressionAttributeValues contains invalid value: ${fault.message} for key ${placeholder}`,
    );
  }
}

/** The placeholders of one request. */
export function placeholdersOf(
  request: {
    readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
    readonly ExpressionAttributeValues?: JsonObject;
  },
  rules: ValueRules,
): Placeholders {
  const values = request.ExpressionAttributeValues;
  return new Placeholders(
    request.ExpressionAttributeNames,
    values === undefined ? undefined : canonicalExpressionValues(values, rules),
  );
}
