import { PutResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { allowing, ARN, getPolicy, putPolicy, ROOT } from '../policies.ts';
import { constraintFault, INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { rawRefusal, refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

let arn: string;

beforeEach(async () => {
  arn = ARN + (await freshTable());
});

const STATEMENT = {
  Effect: 'Allow',
  Principal: { AWS: ROOT },
  Action: 'dynamodb:GetItem',
  Resource: '*',
};
const policyOf = (...statements: unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const without = (field: string): string =>
  policyOf(Object.fromEntries(Object.entries(STATEMENT).filter(([name]) => name !== field)));

async function kept(Policy: string): Promise<unknown> {
  await putPolicy(arn, Policy);
  return JSON.parse((await getPolicy(arn))[0] ?? '');
}
const faultOf = (policy: string): Promise<string> => refusalOf(putPolicy(arn, policy));
const documentFault = (fault: string): string =>
  `${INVALID_PARAMETER}Invalid policy document: ${fault}`;

// The reference has sizes and revisions; the rest is as AWS itself answered in October 2026.
describe('a policy as it is kept', () => {
  it('is the document that was put', async () => {
    const policy = allowing('dynamodb:Query');
    await putPolicy(arn, policy);
    expect((await getPolicy(arn))[0]).toBe(policy);
  });
  it('has no blanks', async () => {
    const policy = allowing('dynamodb:Query');
    await putPolicy(arn, JSON.stringify(JSON.parse(policy), undefined, 2));
    expect((await getPolicy(arn))[0]).toBe(policy);
  });
  it('has its fields in a fixed order', async () => {
    const { Effect, Principal, Action, Resource } = STATEMENT;
    const statement = { Resource, Action, Principal, Effect, Sid: 'one' };
    await putPolicy(arn, JSON.stringify({ Statement: [statement], Version: '2012-10-17' }));
    expect((await getPolicy(arn))[0]).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"one","Effect":"Allow",' +
        `"Principal":{"AWS":"${ROOT}"},"Action":"dynamodb:GetItem","Resource":"*"}]}`,
    );
  });
  it('has one action alone, not a list of one', async () => {
    expect(await kept(policyOf({ ...STATEMENT, Action: ['dynamodb:GetItem'] }))).toEqual(
      JSON.parse(policyOf(STATEMENT)),
    );
  });
  it('has lists of several as they came', async () => {
    const statement = { ...STATEMENT, Action: ['dynamodb:Query', 'dynamodb:GetItem'] };
    expect(await kept(policyOf(statement))).toEqual(JSON.parse(policyOf(statement)));
  });
  it('has the ARN of the root in place of an account', async () => {
    expect(await kept(policyOf({ ...STATEMENT, Principal: { AWS: '000000000001' } }))).toEqual(
      JSON.parse(policyOf(STATEMENT)),
    );
  });
  it('has each principal once', async () => {
    const Principal = { AWS: ['000000000001', ROOT] };
    expect(await kept(policyOf({ ...STATEMENT, Principal }))).toEqual(
      JSON.parse(policyOf(STATEMENT)),
    );
  });
  it('has a list of statements where one was given', async () => {
    expect(await kept(JSON.stringify({ Version: '2012-10-17', Statement: STATEMENT }))).toEqual(
      JSON.parse(policyOf(STATEMENT)),
    );
  });
  it('has the oldest version where none was given', async () => {
    expect(await kept(JSON.stringify({ Statement: [STATEMENT] }))).toMatchObject({
      Version: '2008-10-17',
    });
  });
  it('has its effects spelt alike', async () => {
    expect(await kept(policyOf({ ...STATEMENT, Effect: 'allow' }))).toEqual(
      JSON.parse(policyOf(STATEMENT)),
    );
  });
  it('keeps its conditions', async () => {
    const Condition = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } };
    const statement = { ...STATEMENT, Condition };
    expect(await kept(policyOf(statement))).toEqual(JSON.parse(policyOf(statement)));
  });
  it('is the same document however it is written', async () => {
    const revision = await putPolicy(arn, policyOf(STATEMENT));
    const spaced = JSON.stringify(
      { Statement: { ...STATEMENT, Action: ['dynamodb:GetItem'] }, Version: '2012-10-17' },
      undefined,
      4,
    );
    expect(await putPolicy(arn, spaced)).toBe(revision);
  });
});

describe('the size of a policy (api-surface.md section 9, PutResourcePolicy)', () => {
  it('may be 20 KB, blanks counted', async () => {
    const policy = policyOf(STATEMENT).padEnd(20_480, ' ');
    expect(await putPolicy(arn, policy)).toMatch(/^\d+$/);
  });
  it('is not more', async () => {
    expect(await faultOf(policyOf(STATEMENT).padEnd(20_481, ' '))).toBe(
      `${INVALID_PARAMETER}Maximum policy size of 20480 bytes exceeded`,
    );
  });
  it('is counted in bytes of UTF-8', async () => {
    expect(await faultOf(policyOf({ ...STATEMENT, Sid: 'é'.repeat(10_240) }))).toBe(
      `${INVALID_PARAMETER}Maximum policy size of 20480 bytes exceeded`,
    );
  });
});

describe('what is no policy (api-surface.md section 7)', () => {
  it.each([
    ['text that is no JSON', '{not json', 'This policy contains invalid Json'],
    ['an empty text', '', 'This policy contains invalid Json'],
    ['a list', '[]', 'This policy contains invalid Json'],
    ['null', 'null', 'This text appears not to be a policy'],
    ['an empty object', '{}', 'Syntax error at position (1,3)'],
    ['no list of statements', '{"Version":"2012-10-17"}', 'Missing required field Statement'],
    ['no statement at all', '{"Statement":[]}', 'Could not parse the policy: Statement is empty!'],
    ['a statement without an effect', without('Effect'), 'Missing required field Effect'],
    ['a statement without a principal', without('Principal'), 'Missing required field Principal'],
    ['a statement without an action', without('Action'), 'Missing required field Action'],
    ['a statement without a resource', without('Resource'), 'Missing required field Resource'],
  ])('is %s', async (_, policy, fault) => {
    expect(await faultOf(policy)).toBe(documentFault(fault));
  });
  it('is one with two statements of the same id', async () => {
    const twice = { ...STATEMENT, Sid: 'one' };
    expect(await faultOf(policyOf(twice, twice))).toBe(
      documentFault('The Statement Ids in the policy are not unique'),
    );
  });
  it('is one nested beyond all reason', async () => {
    const deep = `"Condition":${'['.repeat(9000)}${']'.repeat(9000)},`;
    expect(await faultOf(policyOf(STATEMENT).replace('"Effect"', `${deep}"Effect"`))).toBe(
      documentFault('This text appears not to be a policy'),
    );
  });
  it('must be given', async () => {
    expect(await rawRefusal('PutResourcePolicy', { ResourceArn: arn })).toBe(
      constraintFault('null', 'policy', 'not be null'),
    );
  });
  it('leaves the policy that is there', async () => {
    const policy = policyOf(STATEMENT);
    const revision = await putPolicy(arn, policy);
    await faultOf('{}');
    expect(await getPolicy(arn)).toEqual([policy, revision]);
  });
});

describe('who a policy lets in and locks out', () => {
  it.each([
    ['a name', 'someone'],
    ['a list', [ROOT]],
    ['nobody', {}],
    ['someone of another kind', { Who: ROOT }],
    ['an ARN of no identity', { AWS: 'arn:aws:s3:::bucket' }],
    ['a short account', { AWS: '00000000001' }],
    ['no text', { AWS: [ROOT, 1] }],
  ])('is not %s (unconfirmed)', async (_, Principal) => {
    expect(await faultOf(policyOf({ ...STATEMENT, Principal }))).toBe(
      `${INVALID_PARAMETER}Invalid principal in policy document.`,
    );
  });
  it.each([
    { AWS: 'arn:aws:iam::000000000001:user/team/John' },
    { AWS: ['arn:aws:sts::000000000001:assumed-role/reader/one', 'AIDACKCEVSQ6C2EXAMPLE'] },
    { Service: 'dynamodb.amazonaws.com', AWS: '000000000002' },
  ])('may be %j', async (Principal) => {
    expect(await putPolicy(arn, policyOf({ ...STATEMENT, Principal }))).toMatch(/^\d+$/);
  });

  const UNBOUNDED =
    `${VALIDATION}Resource-based policy grants unbounded access in one or more elements. ` +
    'Please revise the policy to ensure least-privilege form of access';

  it.each([['*'], [{ AWS: '*' }], [{ AWS: [ROOT, '*'] }]])(
    'is not everyone: %j',
    async (Principal) => {
      expect(await faultOf(policyOf({ ...STATEMENT, Principal }))).toBe(UNBOUNDED);
    },
  );
  it.each([
    { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    { StringEquals: { 'AWS:principalaccount': ['000000000001', '000000000002'] } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/r-1/ou-1/' } },
    { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, ArnEquals: { 'aws:SourceArn': ROOT } },
  ])('may be anyone of those that a condition names: %j [docs]', async (Condition) => {
    expect(await putPolicy(arn, policyOf({ ...STATEMENT, Principal: '*', Condition }))).toMatch(
      /^\d+$/,
    );
  });
  it.each([
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
    { StringEquals: { 'aws:PrincipalArn': '${aws:PrincipalArn}' } },
    { StringEquals: { 'aws:PrincipalAccount': ['000000000001', '*'] } },
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } },
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } },
    { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    { StringEquals: { 'dynamodb:Select': 'COUNT' } },
    {},
  ])('is everyone under any other condition: %j [docs]', async (Condition) => {
    expect(await faultOf(policyOf({ ...STATEMENT, Principal: '*', Condition }))).toBe(UNBOUNDED);
  });

  const LOCK = { ...STATEMENT, Effect: 'Deny', Principal: '*' };
  const LOCKED_OUT =
    'AccessDeniedException: ' +
    'The new resource policy will not allow you to update the resource policy in the future.';
  it.each([
    'dynamodb:PutResourcePolicy',
    'DynamoDB:putresourcepolicy',
    'dynamodb:*',
    '*',
    'dynamodb:Put?esource*',
    '*:*Resource*y',
  ])('is the author, unless that is confirmed: %s', async (Action) => {
    expect(await faultOf(policyOf({ ...LOCK, Action }))).toBe(LOCKED_OUT);
  });
  it('is the author where all other actions are denied', async () => {
    const { Action: _, ...rest } = LOCK;
    expect(await faultOf(policyOf({ ...rest, NotAction: 'dynamodb:GetItem' }))).toBe(LOCKED_OUT);
    const NotAction = ['dynamodb:GetItem', 'dynamodb:*Policy'];
    expect(await putPolicy(arn, policyOf({ ...rest, NotAction }))).toMatch(/^\d+$/);
  });
  it('is the author where that is confirmed', async () => {
    const request = new PutResourcePolicyCommand({
      ResourceArn: arn,
      Policy: policyOf({ ...LOCK, Action: 'dynamodb:PutResourcePolicy' }),
      ConfirmRemoveSelfResourceAccess: true,
    });
    expect((await client.send(request)).RevisionId).toMatch(/^\d+$/);
  });
  it.each([
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:*Item',
    'dynamodb:?etResourcePolicy',
    'dynamodb:*eResourcePolicy',
    'dynamodb:PutItem',
  ])('is anyone from other actions: %s', async (Action) => {
    expect(await putPolicy(arn, policyOf({ ...LOCK, Action }))).toMatch(/^\d+$/);
  });
  it('is the author under a condition', async () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    expect(await putPolicy(arn, policyOf({ ...LOCK, Action: '*', Condition }))).toMatch(/^\d+$/);
  });
  it('is anyone else', async () => {
    const Principal = { AWS: 'arn:aws:iam::000000000002:root' };
    expect(await putPolicy(arn, policyOf({ ...LOCK, Action: '*', Principal }))).toMatch(/^\d+$/);
  });
});
