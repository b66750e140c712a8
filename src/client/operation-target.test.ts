import { expect, it } from 'vitest';
import { targetOf } from './operation-target.ts';

it.each([
  ['GetItem', 'DynamoDB_20120810.GetItem'],
  ['GetRecords', 'DynamoDBStreams_20120810.GetRecords'],
  ['Hashrange.DescribeRegions', 'Hashrange.DescribeRegions'],
  ['', 'DynamoDB_20120810.'],
])('the target of “%s” is %s', (operation, target) => {
  expect(targetOf(operation)).toBe(target);
});
