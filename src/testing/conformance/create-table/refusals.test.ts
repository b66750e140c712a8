import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { constraintFault, INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

const definition = (AttributeName: string, AttributeType = 'S'): object => ({
  AttributeName,
  AttributeType,
});
const key = (AttributeName: string, KeyType = 'HASH'): object => ({ AttributeName, KeyType });

const BODY = {
  TableName: 'refused',
  KeySchema: [key('pk')],
  AttributeDefinitions: [definition('pk')],
  BillingMode: 'PAY_PER_REQUEST',
};

/** Types forbid half of what is refused here; the SDK sends it all the same. */
const commandOf = (members: object): CreateTableCommand =>
  new CreateTableCommand({ ...BODY, ...members } as CreateTableCommandInput);
const refused = (members: object): Promise<string> => refusalOf(client.send(commandOf(members)));

describe('the name of a new table (validation.md sections 2 and 3)', () => {
  const rest = { KeySchema: [], AttributeDefinitions: null, BillingMode: 'FREE' };

  it('must be there [suite]', async () => {
    expect(await refused({ ...rest, TableName: undefined })).toBe(
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    );
  });
  it('is reported alone when it is too short [suite]', async () => {
    expect(await refused({ ...rest, TableName: 'ab' })).toBe(
      constraintFault("'ab'", 'tableName', 'have length greater than or equal to 3'),
    );
  });
  it('is reported alone when it is too long', async () => {
    const TableName = 'x'.repeat(256);
    expect(await refused({ ...rest, TableName })).toBe(
      constraintFault(`'${TableName}'`, 'tableName', 'have length less than or equal to 255'),
    );
  });
  it('is reported alone when it has other characters', async () => {
    expect(await refused({ ...rest, TableName: 'a b/c' })).toBe(
      constraintFault(
        "'a b/c'",
        'tableName',
        'satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
      ),
    );
  });
  it('may have 255 characters', async () => {
    const { TableDescription } = await client.send(commandOf({ TableName: 'x'.repeat(255) }));
    expect(TableDescription?.TableName).toBe('x'.repeat(255));
  });
  it('may be taken by no other table (validation.md section 9)', async () => {
    const TableName = await freshTable();
    expect(await refused({ TableName })).toBe(
      `ResourceInUseException: Table already exists: ${TableName}`,
    );
  });
  it('may be given as the ARN that the table will have (api-surface.md section 1 [model])', async () => {
    const TableName = 'arn:aws:dynamodb:eu-west-2:000000000001:table/by_arn';
    const { TableDescription } = await client.send(commandOf({ TableName }));
    expect(TableDescription?.TableName).toBe('by_arn');
  });
});

describe('constraints of the model (validation.md section 3)', () => {
  it('echo the key type', async () => {
    expect(await refused({ KeySchema: [key('pk', 'SORT')] })).toBe(
      constraintFault(
        "'SORT'",
        'keySchema.1.member.keyType',
        'satisfy enum value set: [HASH, RANGE]',
      ),
    );
  });
  it('echo the attribute type', async () => {
    expect(await refused({ AttributeDefinitions: [definition('pk', 'SS')] })).toBe(
      constraintFault(
        "'SS'",
        'attributeDefinitions.1.member.attributeType',
        'satisfy enum value set: [B, N, S]',
      ),
    );
  });
  it('echo the billing mode', async () => {
    expect(await refused({ BillingMode: 'FREE' })).toBe(
      constraintFault(
        "'FREE'",
        'billingMode',
        'satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]',
      ),
    );
  });
  it('want a key schema', async () => {
    expect(await refused({ KeySchema: undefined })).toBe(
      constraintFault('null', 'keySchema', 'not be null'),
    );
  });
  it('want an element in the key schema', async () => {
    expect(await refused({ KeySchema: [] })).toBe(
      constraintFault("'[]'", 'keySchema', 'have length greater than or equal to 1'),
    );
  });
  it('echo three key elements as Java prints them (validation.md section 9)', async () => {
    const KeySchema = [key('a'), key('b', 'RANGE'), key('c', 'RANGE')];
    const echo =
      '[KeySchemaElement(attributeName=a, keyType=HASH), ' +
      'KeySchemaElement(attributeName=b, keyType=RANGE), ' +
      'KeySchemaElement(attributeName=c, keyType=RANGE)]';
    expect(await refused({ KeySchema })).toBe(
      constraintFault(`'${echo}'`, 'keySchema', 'have length less than or equal to 2'),
    );
  });
  it('want a name of each key attribute', async () => {
    expect(await refused({ KeySchema: [{ KeyType: 'HASH' }] })).toBe(
      constraintFault('null', 'keySchema.1.member.attributeName', 'not be null'),
    );
  });
  it('refuse an empty attribute name', async () => {
    expect(await refused({ AttributeDefinitions: [definition('')] })).toBe(
      constraintFault(
        "''",
        'attributeDefinitions.1.member.attributeName',
        'have length greater than or equal to 1',
      ),
    );
  });
  it('refuse a key attribute name of 256 characters', async () => {
    const name = 'x'.repeat(256);
    expect(await refused({ AttributeDefinitions: [definition(name)] })).toBe(
      constraintFault(
        `'${name}'`,
        'attributeDefinitions.1.member.attributeName',
        'have length less than or equal to 255',
      ),
    );
  });
  it('hold for read units', async () => {
    expect(
      await refused({ ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 } }),
    ).toBe(
      constraintFault(
        "'0'",
        'provisionedThroughput.readCapacityUnits',
        'have value greater than or equal to 1',
      ),
    );
  });
  it('hold for write units', async () => {
    expect(
      await refused({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: -1 } }),
    ).toBe(
      constraintFault(
        "'-1'",
        'provisionedThroughput.writeCapacityUnits',
        'have value greater than or equal to 1',
      ),
    );
  });
  it('want both units', async () => {
    expect(await refused({ ProvisionedThroughput: { ReadCapacityUnits: 1 } })).toBe(
      constraintFault('null', 'provisionedThroughput.writeCapacityUnits', 'not be null'),
    );
  });
  it('echo the type of encryption', async () => {
    expect(await refused({ SSESpecification: { Enabled: true, SSEType: 'ROT13' } })).toBe(
      constraintFault(
        "'ROT13'",
        'sSESpecification.sSEType',
        'satisfy enum value set: [AES256, KMS]',
      ),
    );
  });
  it('echo the view type of a stream', async () => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'BOTH' };
    expect(await refused({ StreamSpecification })).toBe(
      constraintFault(
        "'BOTH'",
        'streamSpecification.streamViewType',
        'satisfy enum value set: [OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]',
      ),
    );
  });
  it('are reported all together', async () => {
    expect(await refused({ BillingMode: 'FREE', KeySchema: [key('pk', 'SORT')] })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'SORT' at 'keySchema.1.member.keyType' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [HASH, RANGE]; ' +
        "Value 'FREE' at 'billingMode' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]',
    );
  });
});

describe('billing mode and units (api-surface.md section 4)', () => {
  const BOTH_MISSING = `${INVALID_PARAMETER}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`;

  it('wants units without a billing mode, which is PROVISIONED [suite]', async () => {
    expect(await refused({ BillingMode: undefined })).toBe(BOTH_MISSING);
  });
  it('wants units of a provisioned table [suite]', async () => {
    expect(await refused({ BillingMode: 'PROVISIONED' })).toBe(BOTH_MISSING);
  });
  it('refuses units of an on-demand table [emul]', async () => {
    expect(
      await refused({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }),
    ).toBe(
      `${INVALID_PARAMETER}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    );
  });
  it('bounds units (validation.md section 9)', async () => {
    const ProvisionedThroughput = {
      ReadCapacityUnits: 1_000_000_000_001,
      WriteCapacityUnits: 1,
    };
    expect(await refused({ BillingMode: 'PROVISIONED', ProvisionedThroughput })).toBe(
      `${VALIDATION}Given value 1000000000001 for ReadCapacityUnits is out of bounds`,
    );
  });
});

describe('keys and definitions (validation.md section 9)', () => {
  it('names a key attribute without a definition', async () => {
    expect(await refused({ AttributeDefinitions: [definition('other')] })).toBe(
      `${INVALID_PARAMETER}Some index key attributes are not defined in AttributeDefinitions. ` +
        'Keys: [pk], AttributeDefinitions: [other]',
    );
  });
  it('does not name it where the key has two elements', async () => {
    expect(await refused({ KeySchema: [key('pk'), key('sk', 'RANGE')] })).toBe(
      `${VALIDATION}Invalid KeySchema: Some index key attribute have no definition`,
    );
  });
  it('wants the first element to be HASH', async () => {
    expect(await refused({ KeySchema: [key('pk', 'RANGE')] })).toBe(
      `${VALIDATION}Invalid KeySchema: The first KeySchemaElement is not a HASH key type`,
    );
  });
  it('wants the second element to be RANGE', async () => {
    const AttributeDefinitions = [definition('pk'), definition('sk')];
    expect(await refused({ KeySchema: [key('pk'), key('sk')], AttributeDefinitions })).toBe(
      `${VALIDATION}Invalid KeySchema: The second KeySchemaElement is not a RANGE key type`,
    );
  });
  it('wants two attributes for two elements', async () => {
    const AttributeDefinitions = [definition('pk'), definition('sk')];
    expect(
      await refused({ KeySchema: [key('pk'), key('pk', 'RANGE')], AttributeDefinitions }),
    ).toBe(
      `${VALIDATION}Both the Hash Key and the Range Key element in the KeySchema have the same name`,
    );
  });
  it('words one definition for the same attribute twice as a missing one', async () => {
    expect(await refused({ KeySchema: [key('pk'), key('pk', 'RANGE')] })).toBe(
      `${VALIDATION}Invalid KeySchema: Some index key attribute have no definition`,
    );
  });
  it('refuses a definition that no key uses', async () => {
    expect(await refused({ AttributeDefinitions: [definition('pk'), definition('x')] })).toBe(
      `${INVALID_PARAMETER}Number of attributes in KeySchema does not exactly match number of attributes ` +
        'defined in AttributeDefinitions',
    );
  });
  it('refuses an attribute that is defined twice', async () => {
    const AttributeDefinitions = [definition('pk'), definition('pk', 'N')];
    expect(await refused({ AttributeDefinitions })).toBe(
      `${VALIDATION}Attribute Name is duplicated: pk`,
    );
  });
});

describe('a stream in the request (validation.md section 9)', () => {
  it('that is off has no view type', async () => {
    const StreamSpecification = { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' };
    expect(await refused({ StreamSpecification })).toBe(
      `${INVALID_PARAMETER}Table is being created with a stream disabled, UpdateViewType should not be specified`,
    );
  });
  it('that is on has one', async () => {
    expect(await refused({ StreamSpecification: { StreamEnabled: true } })).toBe(
      `${INVALID_PARAMETER}Table is being created with a stream enabled, UpdateViewType is required`,
    );
  });
});
