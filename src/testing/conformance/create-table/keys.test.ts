/** Keys that do not work, for CreateTable and UpdateTable alike. Source: api-surface.md section 5e, as measured on AWS in October 2026. */
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { SSESpecification } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client, freshTable } from '../region.ts';
import { refusalOf } from '../refusals.ts';

const withKey = (KMSMasterKeyId: string): { readonly SSESpecification: SSESpecification } => ({
  SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId },
});

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const HERE = 'arn:aws:kms:eu-west-2:000000000001:';
const MRK = `mrk-${'0'.repeat(32)}`;

const notFound = (what: string): string =>
  `ValidationException: KMS validation error: com.amazonaws.services.kms.model.NotFoundException: ${what} ` +
  '(Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: <uuid>; Proxy: null)';

const denied = (arn: string): string =>
  'AccessDeniedException: KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: ' +
  `User: arn:aws:iam::000000000001:root is not authorized to perform: kms:CreateGrant on resource: ${arn} ` +
  '(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: <uuid>; Proxy: null)';

const OTHERS = 'arn:aws:kms:eu-west-2:999999999999:key/k-1';

describe.each([
  ['CreateTable', (key: string): Promise<unknown> => freshTable(withKey(key))],
  [
    'UpdateTable',
    async (key: string): Promise<unknown> => {
      const TableName = await freshTable();
      return client.send(new UpdateTableCommand({ TableName, ...withKey(key) }));
    },
  ],
])('%s', (_, ask) => {
  it.each([
    ['arn:aws:kms:eu-west-1:000000000001:key/k-1', notFound('Invalid arn eu-west-1')],
    [`arn:aws:kms:eu-west-1:000000000001:key/${MRK}`, notFound('Invalid arn eu-west-1')],
    ['arn:aws:kms:eu-west-1:000000000001:alias/mine', notFound('Invalid arn eu-west-1')],
    [OTHERS, denied(OTHERS)],
    ['not a key', notFound("Invalid keyId 'not a key'")],
    ['arn:aws:s3:::bucket', notFound("Invalid keyId 'arn:aws:s3:::bucket'")],
    [`${HERE}thing/x`, notFound(`Invalid keyId '${HERE}thing/x'`)],
  ])('refuses the key %s', async (key, message) => {
    const told = await refusalOf(ask(key));
    expect(told.replace(new RegExp(`Request ID: ${UUID};`), 'Request ID: <uuid>;')).toBe(message);
  });

  it('refuses the key that AWS manages for another service', async () => {
    const told = await refusalOf(ask('alias/aws/s3'));
    expect(told).toMatch(
      new RegExp(`^AccessDeniedException: .* on resource: ${HERE}key/${UUID} \\(Service: AWSKMS;`),
    );
  });
});

describe('a key becomes its ARN', () => {
  const arnOf = async (key: string): Promise<string | undefined> => {
    const TableName = await freshTable(withKey(key));
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.SSEDescription?.KMSMasterKeyArn;
  };

  it('by its id, that of several Regions too', async () => {
    expect(await arnOf('k-1')).toBe(`${HERE}key/k-1`);
    expect(await arnOf(MRK)).toBe(`${HERE}key/${MRK}`);
  });
  it('by an alias, and by the ARN of one', async () => {
    const arn = await arnOf('alias/mine');
    expect(arn).toMatch(new RegExp(`^${HERE}key/${UUID}$`));
    expect(await arnOf(`${HERE}alias/mine`)).toBe(arn);
  });
});
