import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { Json } from '../../testing/router-client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const V = 'ValidationException: ';
const INVALID = `${V}One or more parameter values were invalid: `;

const provisioned = (read: number, write: number): Json => ({
  ReadCapacityUnits: read,
  WriteCapacityUnits: write,
});

function descriptionOf(body: Json): Json {
  const { call } = routerClient();
  call('CreateTable', body);
  return call('DescribeTable', { TableName: body['TableName'] })['Table'] as Json;
}

describe('a new on-demand table', () => {
  it('is described as CREATING in the answer', () => {
    const answer = routerClient().call('CreateTable', tableBody('Music', 'sk'));
    expect(answer).toEqual({
      TableDescription: {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        TableName: 'Music',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TableStatus: 'CREATING',
        CreationDateTime: Date.UTC(2026, 10, 21, 9, 30) / 1000,
        ProvisionedThroughput: {
          NumberOfDecreasesToday: 0,
          ReadCapacityUnits: 0,
          WriteCapacityUnits: 0,
        },
        TableSizeBytes: 0,
        ItemCount: 0,
        TableArn: 'arn:aws:dynamodb:eu-west-2:123456789012:table/Music',
        TableId: expect.stringMatching(UUID) as unknown,
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        DeletionProtectionEnabled: false,
      },
    });
  });

  it('is ACTIVE when it is described, under the same id', () => {
    const { call } = routerClient();
    const created = call('CreateTable', tableBody('Music'))['TableDescription'] as Json;
    const table = call('DescribeTable', { TableName: 'Music' })['Table'] as Json;
    expect(table['TableStatus']).toBe('ACTIVE');
    expect(table['TableId']).toBe(created['TableId']);
    expect(table['WarmThroughput']).toMatchObject({ Status: 'ACTIVE' });
  });
});

it('a provisioned table shows its units and no billing mode', () => {
  const { BillingMode: _, ...body } = tableBody('Music');
  const table = descriptionOf({ ...body, ProvisionedThroughput: provisioned(7, 3) });
  expect(table['ProvisionedThroughput']).toEqual({
    NumberOfDecreasesToday: 0,
    ...provisioned(7, 3),
  });
  expect(table['BillingModeSummary']).toBeUndefined();
});

it('settings given at the create are described', () => {
  const table = descriptionOf({
    ...tableBody('Music'),
    SSESpecification: { Enabled: true },
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    DeletionProtectionEnabled: true,
    OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 },
    WarmThroughput: { ReadUnitsPerSecond: 20000, WriteUnitsPerSecond: 4000 },
    Tags: [{ Key: 'team', Value: 'blue' }],
    StreamSpecification: { StreamEnabled: false },
  });
  expect(table).toMatchObject({
    SSEDescription: {
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: expect.stringMatching(
        /^arn:aws:kms:eu-west-2:123456789012:key\//,
      ) as unknown,
    },
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
    DeletionProtectionEnabled: true,
    OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 },
    WarmThroughput: { ReadUnitsPerSecond: 20000, WriteUnitsPerSecond: 4000, Status: 'ACTIVE' },
  });
});

it('members never used are absent from the description', () => {
  const table = descriptionOf(tableBody('Music'));
  for (const member of ['SSEDescription', 'TableClassSummary', 'OnDemandThroughput', 'Replicas']) {
    expect(table).not.toHaveProperty(member);
  }
});

it('an on-demand ceiling without members is none', () => {
  const table = descriptionOf({ ...tableBody('Music'), OnDemandThroughput: {} });
  expect(table).not.toHaveProperty('OnDemandThroughput');
});

it('a name that is taken is refused', () => {
  const { call, failure } = routerClient();
  call('CreateTable', tableBody('Music'));
  expect(failure('CreateTable', tableBody('Music'))).toBe(
    'ResourceInUseException: Table already exists: Music',
  );
});

it('a table may be named by the ARN it will have', () => {
  const { call } = routerClient();
  call('CreateTable', tableBody('arn:aws:dynamodb:eu-west-2:123456789012:table/Music'));
  expect(call('ListTables', {})).toEqual({ TableNames: ['Music'] });
});

describe('the name of a new table', () => {
  const failureOf = (name: unknown): string =>
    routerClient().failure('CreateTable', {
      ...tableBody('Music'),
      TableName: name,
      KeySchema: [],
    });

  it('must be there', () => {
    expect(failureOf(null)).toBe(
      `${V}The parameter 'TableName' is required but was not present in the request`,
    );
  });

  it('is reported alone when it is too short, too long or misspelt', () => {
    const at = "at 'tableName' failed to satisfy constraint: Member must";
    expect(failureOf('ab')).toBe(
      `${V}1 validation error detected: Value 'ab' ${at} have length greater than or equal to 3`,
    );
    const long = 'x'.repeat(256);
    expect(failureOf(long)).toBe(
      `${V}1 validation error detected: Value '${long}' ${at} have length less than or equal to 255`,
    );
    expect(failureOf('a b c')).toBe(
      `${V}1 validation error detected: Value 'a b c' ${at} satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    );
  });
});

describe('constraints of the model', () => {
  const failureOf = (members: Json): string =>
    routerClient().failure('CreateTable', { ...tableBody('Music'), ...members });

  it('echo a key schema that is too long as Java prints it', () => {
    const names = ['pk', 'sk', 'extra'];
    const KeySchema = names.map((name, i) => ({
      AttributeName: name,
      KeyType: i === 0 ? 'HASH' : 'RANGE',
    }));
    expect(failureOf({ KeySchema })).toBe(
      `${V}1 validation error detected: Value '[KeySchemaElement(attributeName=pk, keyType=HASH), ` +
        'KeySchemaElement(attributeName=sk, keyType=RANGE), KeySchemaElement(attributeName=extra, keyType=RANGE)]' +
        "' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
    );
  });

  it('name the element of a list', () => {
    expect(failureOf({ KeySchema: [{ AttributeName: 'pk', KeyType: 'INVALID' }] })).toBe(
      `${V}1 validation error detected: Value 'INVALID' at 'keySchema.1.member.keyType' ` +
        'failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]',
    );
    expect(
      failureOf({ AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'INVALID' }] }),
    ).toBe(
      `${V}1 validation error detected: Value 'INVALID' at 'attributeDefinitions.1.member.attributeType' ` +
        'failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]',
    );
  });

  it('are reported all together', () => {
    const failure = failureOf({
      BillingMode: 'INVALID',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'INVALID' }],
    });
    expect(failure).toContain('2 validation errors detected: ');
    expect(failure).toContain(
      "Value 'INVALID' at 'billingMode' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]',
    );
  });

  it('put the names of global indexes before those of local ones', () => {
    const index = (name: string): Json[] => [
      { IndexName: name, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], Projection: {} },
    ];
    const at = (path: string): string =>
      `at '${path}.1.member.indexName' failed to satisfy constraint: Member must have length greater than or equal to 3`;
    expect(
      failureOf({ LocalSecondaryIndexes: index('l1'), GlobalSecondaryIndexes: index('g1') }),
    ).toBe(
      `${V}2 validation errors detected: Value 'g1' ${at('globalSecondaryIndexes')}; ` +
        `Value 'l1' ${at('localSecondaryIndexes')}`,
    );
  });

  it('hold for units', () => {
    expect(failureOf({ ProvisionedThroughput: provisioned(0, 5) })).toBe(
      `${V}1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' ` +
        'failed to satisfy constraint: Member must have value greater than or equal to 1',
    );
  });
});

describe('billing mode and units', () => {
  const failureOf = (members: Json): string => {
    const { BillingMode: _, ...body } = tableBody('Music');
    return routerClient().failure('CreateTable', { ...body, ...members });
  };

  it('go together', () => {
    const missing = `${INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`;
    expect(failureOf({})).toBe(missing);
    expect(failureOf({ BillingMode: 'PROVISIONED' })).toBe(missing);
    expect(
      failureOf({ BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: provisioned(1, 1) }),
    ).toBe(
      `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    );
  });

  it('are bounded', () => {
    expect(failureOf({ ProvisionedThroughput: provisioned(1_000_000_000_001, 1) })).toBe(
      `${V}Given value 1000000000001 for ReadCapacityUnits is out of bounds`,
    );
  });
});

describe('the key schema of a new table', () => {
  const failureOf = (keys: string[], definitions: string[], types = ['HASH', 'RANGE']): string =>
    routerClient().failure('CreateTable', {
      TableName: 'Music',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys.map((name, i) => ({ AttributeName: name, KeyType: types[i] })),
      AttributeDefinitions: definitions.map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
    });

  it('names attributes that are defined', () => {
    expect(failureOf(['pk'], ['a'])).toBe(
      `${INVALID}Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [a]`,
    );
    expect(failureOf(['pk', 'sk'], ['pk'])).toBe(
      `${V}Invalid KeySchema: Some index key attribute have no definition`,
    );
    expect(failureOf(['pk', 'pk'], ['pk'])).toBe(
      `${V}Invalid KeySchema: Some index key attribute have no definition`,
    );
  });

  it('has one HASH key and then one RANGE key', () => {
    expect(failureOf(['pk', 'pk'], ['pk', 'a'])).toBe(
      `${V}Both the Hash Key and the Range Key element in the KeySchema have the same name`,
    );
    expect(failureOf(['pk'], ['pk'], ['RANGE'])).toBe(
      `${V}Invalid KeySchema: The first KeySchemaElement is not a HASH key type`,
    );
    expect(failureOf(['pk', 'sk'], ['pk', 'sk'], ['HASH', 'HASH'])).toBe(
      `${V}Invalid KeySchema: The second KeySchemaElement is not a RANGE key type`,
    );
  });

  it('uses every definition', () => {
    expect(failureOf(['pk'], ['pk', 'a'])).toBe(
      `${INVALID}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    );
  });
});
