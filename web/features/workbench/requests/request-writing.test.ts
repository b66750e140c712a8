import { describe, expect, it } from 'vitest';
import type { KeySchema } from '../../../values/table-summary.ts';
import { emptyFields, type FilterRow, type RequestFields } from './request-fields.ts';
import { readRequest } from './request-reading.ts';
import { writeRequest } from './request-writing.ts';

const KEYS: KeySchema = {
  partition: { name: 'country', type: 'S' },
  sort: { name: 'place', type: 'S' },
};

function fieldsOf(changes: Partial<RequestFields>): RequestFields {
  return { ...emptyFields('cities'), operation: 'Query', ...changes };
}

function written(fields: RequestFields, rows: readonly FilterRow[] = []): unknown {
  const result = writeRequest({ fields, rows, tableKeys: KEYS, queryKeys: KEYS });
  return result.ok ? JSON.parse(result.value) : result.fault;
}

const FILTER: FilterRow = {
  id: 1,
  attribute: 'place',
  operator: 'contains',
  type: 'S',
  value: 'x',
  upper: '',
};

describe('the request the form writes', () => {
  it('names every attribute by a placeholder and asks for the capacity', () => {
    const fields = fieldsOf({
      partitionValue: 'US',
      sortOperator: 'begins_with',
      sortValue: 'CA#',
    });
    expect(written(fields)).toEqual({
      TableName: 'cities',
      KeyConditionExpression: '#country = :country AND begins_with(#place, :place)',
      ExpressionAttributeNames: { '#country': 'country', '#place': 'place' },
      ExpressionAttributeValues: { ':country': { S: 'US' }, ':place': { S: 'CA#' } },
      ReturnConsumedCapacity: 'TOTAL',
    });
  });

  it('gives two values of one attribute two placeholders', () => {
    const fields = fieldsOf({ partitionValue: 'US', sortOperator: '>', sortValue: 'A' });
    expect(written(fields, [FILTER])).toMatchObject({
      FilterExpression: 'contains(#place, :place2)',
      ExpressionAttributeValues: { ':place': { S: 'A' }, ':place2': { S: 'x' } },
    });
  });

  it('replaces the names of a projected path and keeps its indexes', () => {
    const fields = fieldsOf({ operation: 'Scan', projection: 'city, lines[0].size , odd-name' });
    expect(written(fields)).toMatchObject({
      ProjectionExpression: '#city, #lines[0].#size, #n',
      ExpressionAttributeNames: {
        '#city': 'city',
        '#lines': 'lines',
        '#size': 'size',
        '#n': 'odd-name',
      },
    });
  });

  it('keeps a number of 38 digits typed as plain JSON', () => {
    const item = '{"country":"US","n":12345678901234567890123456789012345678}';
    expect(written(fieldsOf({ operation: 'PutItem', itemFormat: 'plain', item }))).toMatchObject({
      Item: { country: { S: 'US' }, n: { N: '12345678901234567890123456789012345678' } },
    });
  });

  it('leaves out the values that were typed for another operation', () => {
    const fields = fieldsOf({
      operation: 'Scan',
      update: 'SET v = :v',
      values: '{":v":{"N":"1"}}',
    });
    expect(written(fields)).toEqual({ TableName: 'cities', ReturnConsumedCapacity: 'TOTAL' });
  });

  it('says what is wrong with an item that is not JSON', () => {
    expect(written(fieldsOf({ operation: 'PutItem', item: '{' }))).toMatch(/^Item: Not JSON/);
  });
});

describe('the form after the request was read back', () => {
  const cases: readonly Partial<RequestFields>[] = [
    { partitionValue: 'US' },
    { partitionValue: 'US', sortOperator: '<=', sortValue: 'M', descending: true, limit: '7' },
    { partitionValue: 'US', sortOperator: 'between', sortValue: 'A', sortUpper: 'B' },
    { partitionValue: 'US', sortOperator: 'begins_with', sortValue: 'CA#', consistentRead: true },
    { operation: 'Scan', projection: 'city, lines[0].size', limit: '3' },
    { operation: 'GetItem', partitionValue: 'US', sortValue: 'CA#' },
    {
      operation: 'UpdateItem',
      partitionValue: 'US',
      sortValue: 'CA#',
      update: 'SET #v = :v',
      condition: 'attribute_exists(country)',
      names: '{ "#v": "views" }',
      values: '{ ":v": { "N": "1" } }',
      returnValues: 'ALL_NEW',
    },
    { operation: 'DeleteItem', partitionValue: 'US', sortValue: 'x', returnOnFailure: true },
  ];

  it.each(cases)('writes the same request again: %o', (changes) => {
    const fields = fieldsOf(changes);
    const first = writeRequest({ fields, rows: [], tableKeys: KEYS, queryKeys: KEYS });
    if (!first.ok) throw new Error(first.fault);
    const read = readRequest(fields.operation, first.value, KEYS, () => KEYS);
    expect(written(fieldsOf({ operation: fields.operation, ...read }))).toEqual(
      JSON.parse(first.value),
    );
  });

  it('is not touched by a request it cannot show', () => {
    const request = '{"TableName":"cities","KeyConditions":{}}';
    expect(readRequest('Query', request, KEYS, () => KEYS)).toBeUndefined();
  });
});
