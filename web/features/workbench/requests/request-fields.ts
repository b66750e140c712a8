/** What the form of the request builder holds. Values are what a person typed: text until the request is written. */
import type { ScalarType } from '../../../values/table-summary.ts';
import type { ItemFormat } from '../items/item-text.ts';

export const OPERATIONS = [
  'Query',
  'Scan',
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Other',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const SORT_OPERATORS = ['=', '<', '<=', '>', '>=', 'between', 'begins_with'] as const;
/** `any` leaves the sort key out of the key condition. */
export type SortOperator = 'any' | (typeof SORT_OPERATORS)[number];

export const FILTER_OPERATORS = [
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'begins_with',
  'contains',
  'attribute_exists',
  'attribute_not_exists',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export type FilterValueType = ScalarType | 'BOOL' | 'NULL';
export const FILTER_VALUE_TYPES: readonly FilterValueType[] = ['S', 'N', 'B', 'BOOL', 'NULL'];

export interface FilterRow {
  /** Identity of the row on the screen. */
  readonly id: number;
  attribute: string;
  operator: FilterOperator;
  type: FilterValueType;
  value: string;
  upper: string;
}

export const RETURN_VALUES = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const;
export type ReturnValues = (typeof RETURN_VALUES)[number];

export const CAPACITY_DETAIL = ['TOTAL', 'INDEXES', 'NONE'] as const;
export type CapacityDetail = (typeof CAPACITY_DETAIL)[number];

/** Everything but the filter rows, which have identity. */
export interface RequestFields {
  operation: Operation;
  otherOperation: string;
  otherBody: string;
  tableName: string;
  indexName: string;
  partitionValue: string;
  sortOperator: SortOperator;
  sortValue: string;
  sortUpper: string;
  descending: boolean;
  consistentRead: boolean;
  limit: string;
  filterText: string;
  projection: string;
  condition: string;
  update: string;
  /** JSON text of ExpressionAttributeNames and Values for the expressions typed as text. */
  names: string;
  values: string;
  item: string;
  itemFormat: ItemFormat;
  returnValues: ReturnValues;
  returnOnFailure: boolean;
  capacityDetail: CapacityDetail;
}

export function emptyFields(tableName: string): RequestFields {
  return {
    operation: tableName === '' ? 'Other' : 'Scan',
    otherOperation: 'ListTables',
    otherBody: '{}',
    tableName,
    indexName: '',
    partitionValue: '',
    sortOperator: 'any',
    sortValue: '',
    sortUpper: '',
    descending: false,
    consistentRead: false,
    limit: '',
    filterText: '',
    projection: '',
    condition: '',
    update: '',
    names: '',
    values: '',
    item: '',
    itemFormat: 'dynamodb',
    returnValues: 'NONE',
    returnOnFailure: false,
    capacityDetail: 'TOTAL',
  };
}

/** Operations that the form writes, other than by their JSON. */
export function isItemOperation(name: string): boolean {
  return name !== 'Other' && OPERATIONS.some((operation) => operation === name);
}

/** Operations that answer items page by page. */
export function isRead(operation: Operation): operation is 'Query' | 'Scan' {
  return operation === 'Query' || operation === 'Scan';
}

export function isWrite(operation: Operation): boolean {
  return operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem';
}
