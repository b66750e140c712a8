/**
 * What the actions of transactions are made of. Source: api-surface.md sections 9 and 10.
 */
import { list } from '../../wire/shapes/collections.ts';
import { string } from '../../wire/shapes/scalars.ts';
import type { ReadBy, Shape } from '../../wire/shapes/shape.ts';
import { required, structure } from '../../wire/shapes/structure.ts';
import {
  expressionAttributeNames,
  expressionAttributeValues,
  returnValuesOnConditionCheckFailure,
  tableNameOrArn,
} from '../request/common-members.ts';
import { attributeMap } from '../request/value-shapes.ts';

const ACTIONS_MAX = 100;

export function transactItems<T>(action: Shape<T>): Shape<readonly T[]> {
  return list(action, { min: 1, max: ACTIONS_MAX });
}

const conditionalMembers = {
  TableName: required(tableNameOrArn),
  ExpressionAttributeNames: expressionAttributeNames,
  ExpressionAttributeValues: expressionAttributeValues,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
} as const;

export const transactWriteItem = structure('TransactWriteItem', {
  ConditionCheck: structure('ConditionCheck', {
    Key: required(attributeMap),
    ConditionExpression: required(string()),
    ...conditionalMembers,
  }),
  Put: structure('Put', {
    Item: required(attributeMap),
    ConditionExpression: string(),
    ...conditionalMembers,
  }),
  Delete: structure('Delete', {
    Key: required(attributeMap),
    ConditionExpression: string(),
    ...conditionalMembers,
  }),
  Update: structure('Update', {
    Key: required(attributeMap),
    UpdateExpression: required(string()),
    ConditionExpression: string(),
    ...conditionalMembers,
  }),
});

export type TransactWriteItem = ReadBy<typeof transactWriteItem>;

export const transactGetItem = structure('TransactGetItem', {
  Get: required(
    structure('Get', {
      Key: required(attributeMap),
      TableName: required(tableNameOrArn),
      ProjectionExpression: string(),
      ExpressionAttributeNames: expressionAttributeNames,
    }),
  ),
});
