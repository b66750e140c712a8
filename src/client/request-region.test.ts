import { expect, it } from 'vitest';
import { regionOfRequest } from './request-region.ts';

const SIGNED =
  'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00';

it('the signature names the Region, before the host does', () => {
  expect(regionOfRequest(SIGNED, 'dynamodb.us-east-1.amazonaws.com')).toBe('eu-west-1');
});

it.each([
  ['dynamodb.us-east-1.amazonaws.com', 'us-east-1'],
  ['streams.dynamodb.ap-south-1.amazonaws.com', 'ap-south-1'],
  ['localhost', undefined],
  ['dynamodb.us-east-1.amazonaws.com.example.org', undefined],
  [undefined, undefined],
])('of the host %s it is %s', (hostname, region) => {
  expect(regionOfRequest(undefined, hostname)).toBe(region);
});
