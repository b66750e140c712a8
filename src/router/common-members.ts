import { TABLE_ARN_MAX, TABLE_NAME_MAX } from '../wire/limits.ts';
import type { ConstraintForm, ConstraintKind } from '../wire/shapes/constraint.ts';
import { map } from '../wire/shapes/collections.ts';
import { oneOf, string } from '../wire/shapes/scalars.ts';
import { atLeast, atMost, complain } from '../wire/shapes/shape.ts';
import type { Shape } from '../wire/shapes/shape.ts';

/** Members that several operations share, with the value sets in the order AWS prints them. */

const TABLE_NAME_PATTERN = '[a-zA-Z0-9_.-]+';
const TABLE_NAME = /^[a-zA-Z0-9_.-]+$/;
const anyText = string();

/** A table's name or ARN; `emptyForm` words the refusal of the empty name. */
function tableReference(emptyForm: ConstraintForm): Shape<string> {
  return {
    read: (value, parent, step, failures) => {
      const name = anyText.read(value, parent, step, failures);
      const fail = (kind: ConstraintKind, constraint: string): void => {
        const form = name === '' ? emptyForm : 'echo';
        complain(failures, parent, step, { kind, form, echo: name, constraint });
      };
      if (name === '') {
        fail('length', atLeast('length', 1));
        return name;
      }
      const isArn = name.startsWith('arn:');
      if (!isArn && !TABLE_NAME.test(name)) {
        fail('pattern', `Member must satisfy regular expression pattern: ${TABLE_NAME_PATTERN}`);
      }
      const max = isArn ? TABLE_ARN_MAX : TABLE_NAME_MAX;
      if (name.length > max) fail('length', atMost('length', max));
      return name;
    },
    echo: String,
  };
}

/**
 * The table of a data-plane request. Only the empty name is worded in the newer form.
 * Source: reference validation.md sections 1 and 3.
 */
export const tableNameOrArn = tableReference('named');

/** The table of a control-plane request. */
export const controlTableNameOrArn = tableReference('echo');

/** The name of a table to be made, or of another resource with the same rules: 3 to 255 characters. */
export const newTableName = string({ min: 3, max: TABLE_NAME_MAX, pattern: TABLE_NAME_PATTERN });
export const indexName = string({ min: 3, max: TABLE_NAME_MAX, pattern: TABLE_NAME_PATTERN });

export const returnConsumedCapacity = oneOf(['INDEXES', 'TOTAL', 'NONE']);
export const returnItemCollectionMetrics = oneOf(['SIZE', 'NONE']);
/** `UPDATE_NEW` is how the newer form prints it. */
export const returnValues = oneOf(['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'], {
  form: 'named',
  named: ['ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATE_NEW', 'NONE'],
});
export const returnValuesOnConditionCheckFailure = oneOf(['ALL_OLD', 'NONE']);
export const select = oneOf([
  'SPECIFIC_ATTRIBUTES',
  'COUNT',
  'ALL_ATTRIBUTES',
  'ALL_PROJECTED_ATTRIBUTES',
]);
export const conditionalOperator = oneOf(['OR', 'AND'], { named: ['ALL', 'OR'] });
export const comparisonOperator = oneOf([
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
]);
export const attributeAction = oneOf(['ADD', 'DELETE', 'PUT']);

/** ExpressionAttributeNames. */
export const expressionAttributeNames = map(string({ max: 65535 }));
