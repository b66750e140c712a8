import { PLACEHOLDERS_BYTES_MAX, PLACEHOLDERS_MAX } from '../../expression/binding/placeholders.ts';
import { TABLE_ARN_MAX, TABLE_NAME_MAX } from '../../wire/limits.ts';
import { map } from '../../wire/shapes/collections.ts';
import { oneOf, scalarEcho, string } from '../../wire/shapes/scalars.ts';
import { valuesLayout } from '../../wire/shapes/layout.ts';
import type { Shape } from '../../wire/shapes/shape.ts';
import { attributeMap } from './value-shapes.ts';

/** Members that several operations share, with the value sets in the order AWS prints them. */

const TABLE_NAME_PATTERN = '[a-zA-Z0-9_.-]+';

const dataPlaneName = string({ max: TABLE_NAME_MAX, pattern: TABLE_NAME_PATTERN });
const arn = string({ max: TABLE_ARN_MAX });

const RESOURCE_NAME = { min: 3, max: TABLE_NAME_MAX, pattern: TABLE_NAME_PATTERN } as const;
/** The name of a resource to be made, or of an index: 3 to 255 characters. */
const resourceName = string({ ...RESOURCE_NAME, empty: 'length first' });
/** The cursor of ListTables. Source of the order: validation.md section 3. */
export const tableCursor = string({ ...RESOURCE_NAME, empty: 'pattern first' });

/** A table's name as `name` wants it, or its ARN; `empty` refuses the empty name. */
function tableReference(name: Shape<string>, empty = name): Shape<string> {
  return {
    layout: name.layout,
    read: (value, parent, step, failures) => {
      if (value === '') return empty.read(value, parent, step, failures);
      const isArn = typeof value === 'string' && value.startsWith('arn:');
      return (isArn ? arn : name).read(value, parent, step, failures);
    },
    echo: scalarEcho,
  };
}

/**
 * The table of a data-plane request. Only the empty name is worded in the newer form.
 * Source: reference validation.md sections 1 and 3.
 */
export const tableNameOrArn = tableReference(dataPlaneName, string({ min: 1, form: 'named' }));

/** The table of a control-plane request, or a table to be made, which may be given as the ARN it will have. */
export const controlTableNameOrArn = tableReference(resourceName);
export const bareTableName = resourceName;
export const indexName = resourceName;

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
const CONDITIONAL_OPERATORS = ['OR', 'AND'] as const;
const NAMED_OPERATORS = { named: ['ALL', 'OR'] } as const;
export const conditionalOperator = oneOf(CONDITIONAL_OPERATORS, NAMED_OPERATORS);
/** As single-item writes have it. */
export const namedConditionalOperator = oneOf(CONDITIONAL_OPERATORS, {
  ...NAMED_OPERATORS,
  form: 'named',
});
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
export const expressionAttributeNames: Shape<Readonly<Record<string, string>>> = {
  ...map(string({ max: 65535 })),
  layout: { kind: 'map', entry: 'text', max: PLACEHOLDERS_MAX },
};

/** ExpressionAttributeValues. */
export const expressionAttributeValues: typeof attributeMap = {
  ...attributeMap,
  layout: valuesLayout(PLACEHOLDERS_BYTES_MAX, PLACEHOLDERS_MAX),
};
