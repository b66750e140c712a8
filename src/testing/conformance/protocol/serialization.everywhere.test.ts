import { beforeAll, describe, expect, it } from 'vitest';
import { rawRefusal } from '../refusals.ts';
import { freshTable, raw, rawText } from '../region.ts';

const S = 'SerializationException: ';
const SHAPE = 'com.amazonaws.dynamodb.v20120810';

describe('a body (validation.md section 3)', () => {
  const NO_OBJECT = `${S}Unexpected value type in payload`;
  it.each(['[]', '"text"', '1', 'null', 'true'])('is no JSON object: %s', async (body) => {
    expect(await rawRefusal('ListTables', body)).toBe(NO_OBJECT);
  });
  it.each(['{', '{"a":}', "{'a':1}", '{} {}', '\ufffd'])(
    'is no JSON: %s (validation.md section 16)',
    async (body) => {
      expect((await rawText('ListTables', body)).text).toBe(
        '{"__type":"com.amazon.coral.service#SerializationException"}',
      );
    },
  );
  it('has its message in a member with a capital letter (api-surface.md section 1 [emul])', async () => {
    expect((await rawText('ListTables', '[]')).text).toBe(
      '{"__type":"com.amazon.coral.service#SerializationException",' +
        '"Message":"Unexpected value type in payload"}',
    );
  });
  it('is an empty object when it is empty', async () => {
    expect((await raw('ListTables', '')).status).toBe(200);
  });
  it('may hold members that no operation has', async () => {
    expect((await raw('ListTables', { Colour: 'blue' })).status).toBe(200);
  });
  it('has no member where one is null', async () => {
    expect((await raw('ListTables', { Limit: null })).status).toBe(200);
  });
});

describe('text is expected (validation.md section 3 [emul])', () => {
  it.each([
    [true, 'TRUE_VALUE cannot be converted to String'],
    [false, 'FALSE_VALUE cannot be converted to String'],
    [1, 'NUMBER_VALUE cannot be converted to String'],
    [1.5, 'DECIMAL_VALUE cannot be converted to String'],
    [[], 'Unrecognized collection type class java.lang.String'],
    [{}, 'Start of structure or map found where not expected'],
  ])('where %j is given', async (TableName, message) => {
    expect(await rawRefusal('DescribeTable', { TableName })).toBe(S + message);
  });
  it('as one of a set, too', async () => {
    expect(await rawRefusal('CreateTable', { TableName: 'some_table', BillingMode: 1 })).toBe(
      `${S}NUMBER_VALUE cannot be converted to String`,
    );
  });
});

describe('a whole number is expected (validation.md section 3 [emul])', () => {
  it.each([
    ['5', 'STRING_VALUE cannot be converted to Integer'],
    [true, 'TRUE_VALUE cannot be converted to Integer'],
    [[1], 'Unrecognized collection type class java.lang.Integer'],
    [{ N: 1 }, 'Start of structure or map found where not expected'],
  ])('where %j is given', async (Limit, message) => {
    expect(await rawRefusal('ListTables', { Limit })).toBe(S + message);
  });
  it('and of a fraction the rest is cut off (unconfirmed)', async () => {
    const { status, body } = await raw('ListTables', { Limit: 1.9 });
    expect([status, (body['TableNames'] as string[]).length <= 1]).toEqual([200, true]);
    expect(await rawRefusal('ListTables', { Limit: 0.9 })).toMatch(
      /^ValidationException: .*'limit'/,
    );
  });
  it('of 64 bits, and a truth value is given', async () => {
    const ProvisionedThroughput = { ReadCapacityUnits: true, WriteCapacityUnits: 5 };
    expect(
      await rawRefusal('UpdateTable', { TableName: 'some_table', ProvisionedThroughput }),
    ).toBe(`${S}TRUE_VALUE cannot be converted to Long`);
  });
  it('of 64 bits, and text is given', async () => {
    const ProvisionedThroughput = { ReadCapacityUnits: '5', WriteCapacityUnits: 5 };
    expect(
      await rawRefusal('UpdateTable', { TableName: 'some_table', ProvisionedThroughput }),
    ).toBe(`${S}STRING_VALUE cannot be converted to Long`);
  });
});

describe('a truth value is expected (validation.md section 3 [emul])', () => {
  const refusalOf = (DeletionProtectionEnabled: unknown): Promise<string> =>
    rawRefusal('UpdateTable', { TableName: 'some_table', DeletionProtectionEnabled });
  it.each([
    ['maybe', 'Unexpected token received from parser'],
    [1, 'NUMBER_VALUE cannot be converted to Boolean'],
    [1.5, 'DECIMAL_VALUE cannot be converted to Boolean'],
    [[], 'Unrecognized collection type class java.lang.Boolean'],
    [{}, 'Start of structure or map found where not expected'],
  ])('where %j is given', async (value, message) => {
    expect(await refusalOf(value)).toBe(S + message);
  });

  let TableName: string;
  beforeAll(async () => {
    TableName = await freshTable();
  });
  it.each([
    ['true', true],
    ['1', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['no', false],
  ])('and the text %s stands for %s', async (word, value) => {
    const { body } = await raw('UpdateTable', { TableName, DeletionProtectionEnabled: word });
    expect(body['TableDescription']).toMatchObject({ DeletionProtectionEnabled: value });
  });
});

describe('a list is expected (validation.md section 3 [emul])', () => {
  it.each([
    ['a', 'Unexpected field type'],
    [1, 'Unexpected field type'],
    [{}, 'Start of structure or map found where not expected'],
  ])('where %j is given', async (KeySchema, message) => {
    expect(await rawRefusal('CreateTable', { TableName: 'some_table', KeySchema })).toBe(
      S + message,
    );
  });
  it('of texts, and holds something else', async () => {
    const TagKeys = ['a', 1];
    expect(await rawRefusal('UntagResource', { ResourceArn: 'x', TagKeys })).toBe(
      `${S}NUMBER_VALUE cannot be converted to String`,
    );
  });
});

describe('a structure is expected (validation.md section 3 [emul])', () => {
  it.each([
    ['UpdateTimeToLive', 'TimeToLiveSpecification'],
    ['UpdateTable', 'SSESpecification'],
    ['UpdateTable', 'ProvisionedThroughput'],
    ['CreateTable', 'StreamSpecification'],
  ])('by %s as %s, and a list is given', async (operation, member) => {
    expect(await rawRefusal(operation, { TableName: 'some_table', [member]: [] })).toBe(
      `${S}Unrecognized collection type class ${SHAPE}.${member}`,
    );
  });
  it('and text is given', async () => {
    const body = { TableName: 'some_table', TimeToLiveSpecification: 'on' };
    expect(await rawRefusal('UpdateTimeToLive', body)).toBe(`${S}Unexpected field type`);
  });
  it('in a list, and a list is given', async () => {
    expect(await rawRefusal('TagResource', { ResourceArn: 'x', Tags: [[]] })).toBe(
      `${S}Unrecognized collection type class ${SHAPE}.Tag`,
    );
  });
});

describe('a map is expected (validation.md section 3 [emul])', () => {
  const MAP = `java.util.Map<java.lang.String, ${SHAPE}.AttributeValue>`;
  it('and a list is given', async () => {
    expect(await rawRefusal('GetItem', { TableName: 'some_table', Key: [] })).toBe(
      `${S}Unrecognized collection type ${MAP}`,
    );
  });
  it('and text is given', async () => {
    expect(await rawRefusal('GetItem', { TableName: 'some_table', Key: 'k' })).toBe(
      `${S}Unexpected field type`,
    );
  });
  it('of attribute values, and holds a list', async () => {
    expect(await rawRefusal('PutItem', { TableName: 'some_table', Item: { pk: [] } })).toBe(
      `${S}Unrecognized collection type class ${SHAPE}.AttributeValue`,
    );
  });
});

describe('wrong JSON types (validation.md section 2)', () => {
  it('go before broken constraints', async () => {
    expect(await rawRefusal('ListTables', { ExclusiveStartTableName: 'a', Limit: '1' })).toBe(
      `${S}STRING_VALUE cannot be converted to Integer`,
    );
  });
  it('go before a table that is not there', async () => {
    const body = { TableName: 'nowhere', ContributorInsightsAction: 1 };
    expect(await rawRefusal('UpdateContributorInsights', body)).toBe(
      `${S}NUMBER_VALUE cannot be converted to String`,
    );
  });
});
