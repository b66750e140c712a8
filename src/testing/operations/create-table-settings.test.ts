import { expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';

const V = 'ValidationException: ';
const INVALID = `${V}One or more parameter values were invalid: `;

const PROVISIONED = {
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
};
const tag = (Key: string, Value = ''): object => ({ Tags: [{ Key, Value }] });
const attribute = (AttributeName: string, AttributeType = 'S'): object => ({
  AttributeName,
  AttributeType,
});

it.each([
  [{ Tags: [{}] }, `${V}The Tag Key provided is invalid, Key: null`],
  [tag('x'.repeat(129)), `${V}The Tag Key provided is invalid, Key: ${'x'.repeat(129)}`],
  [tag('a#b'), `${V}The Tag Key provided is invalid, Key: a#b`],
  [{ Tags: [{ Key: 'a' }] }, `${V}The Tag Value provided is invalid, Value: null`],
  [tag('aws:foo'), `${V}Tag Key cannot be prefixed with aws:, Key: aws:foo`],
  [
    {
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    },
    `${V}Duplicate Tag Keys provided as input: Duplicate Tag Key found a`,
  ],
  [
    { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: String(i), Value: '' })) },
    `${V}Number of Tags exceed the current limit for the provided ResourceArn`,
  ],
  [
    { OnDemandThroughput: { MaxReadRequestUnits: 0 } },
    `${INVALID}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
  ],
  [
    { ...PROVISIONED, OnDemandThroughput: { MaxWriteRequestUnits: 5 } },
    `${INVALID}MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table ` +
      'BillingMode is PROVISIONED.',
  ],
  [
    { WarmThroughput: { ReadUnitsPerSecond: 1 } },
    `${INVALID}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput ` +
      'for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/' +
      'on-demand-capacity-mode.html#on-demand-capacity-mode-initial',
  ],
  [
    { ...PROVISIONED, WarmThroughput: { WriteUnitsPerSecond: 4 } },
    `${INVALID}Requested WriteUnitsPerSecond for WarmThroughput for table is lower than ` +
      'WriteCapacityUnits of ProvisionedThroughput',
  ],
  [
    { StreamSpecification: { StreamEnabled: true } },
    `${INVALID}Table is being created with a stream enabled, UpdateViewType is required`,
  ],
  [
    { SSESpecification: { SSEType: 'KMS' } },
    `${INVALID}SSEType can not be specified if Enabled is false`,
  ],
  [
    { SSESpecification: { KMSMasterKeyId: 'alias/mine' } },
    `${INVALID}KMSMasterKeyId can not be specified if Enabled is false`,
  ],
  [
    { TableClass: 'CHEAP' },
    `${V}Invalid table-class parameter provided. Please try again with a valid table-class value: ` +
      '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
  ],
  [
    { AttributeDefinitions: [attribute('pk'), attribute('pk', 'N')] },
    `${V}Attribute Name is duplicated: pk`,
  ],
])('CreateTable refuses %j', (members, refusal) => {
  const client = routerClient();
  const body = { ...tableBody('Music'), ...members };
  expect(client.failure('CreateTable', body)).toBe(refusal);
  expect(client.store.appended).toHaveLength(0);
});

it('tables encrypted by default share a key, those with a key of their own have that one', () => {
  const { call } = routerClient();
  const keyArn = (name: string, SSESpecification: object): unknown => {
    const answer = call('CreateTable', { ...tableBody(name), SSESpecification });
    const table = answer['TableDescription'] as { SSEDescription: { KMSMasterKeyArn: string } };
    return table.SSEDescription.KMSMasterKeyArn;
  };
  const byDefault = keyArn('one', { Enabled: true });
  expect(byDefault).toMatch(/^arn:aws:kms:eu-west-2:123456789012:key\/[0-9a-f-]{36}$/);
  expect(keyArn('two', { Enabled: true, SSEType: 'KMS' })).toBe(byDefault);
  expect(keyArn('three', { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: 'k-1' })).toBe(
    'arn:aws:kms:eu-west-2:123456789012:key/k-1',
  );
});
