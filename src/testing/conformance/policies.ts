/** Policies to attach, and what operations on policies say of ARNs. */
import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import { INVALID_PARAMETER, tableNotFound, VALIDATION } from './messages.ts';
import { client } from './region.ts';

export const ARN = 'arn:aws:dynamodb:eu-west-2:000000000001:table/';
export const ROOT = 'arn:aws:iam::000000000001:root';

/** A policy that allows one action, in the form in which it is kept. */
export function allowing(action: string): string {
  const statement = { Effect: 'Allow', Principal: { AWS: ROOT }, Action: action, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

export async function putPolicy(
  ResourceArn: string,
  Policy: string,
  ExpectedRevisionId?: string,
): Promise<string | undefined> {
  const request = new PutResourcePolicyCommand({ ResourceArn, Policy, ExpectedRevisionId });
  return (await client.send(request)).RevisionId;
}

export async function getPolicy(
  ResourceArn: string | undefined,
): Promise<readonly [string | undefined, string | undefined]> {
  const answer = await client.send(new GetResourcePolicyCommand({ ResourceArn }));
  return [answer.Policy, answer.RevisionId];
}

export async function deletePolicy(
  ResourceArn: string | undefined,
  ExpectedRevisionId?: string,
): Promise<string | undefined> {
  const request = new DeleteResourcePolicyCommand({ ResourceArn, ExpectedRevisionId });
  return (await client.send(request)).RevisionId;
}

export function policyNotFound(detail: string): string {
  return `PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: ${detail}`;
}

/** What is wrong with an ARN, the ARN, and the answer. No source but AWS itself: October 2026. */
export const WRONG_ARNS: readonly (readonly [string, string, string])[] = [
  [
    'the name of a table alone',
    'some_table',
    `${INVALID_PARAMETER}ARNs must start with 'arn:': some_table`,
  ],
  [
    'an ARN of another service',
    'arn:aws:s3:eu-west-2:000000000001:table/some_table',
    `${INVALID_PARAMETER}Provided Arn is not a DynamoDB resource arn: arn:aws:s3:eu-west-2:000000000001:table/some_table`,
  ],
  [
    'the ARN of a backup',
    `${ARN}some_table/backup/0170`,
    `${INVALID_PARAMETER}Provided Arn is not a DynamoDB resource arn: ${ARN}some_table/backup/0170`,
  ],
  [
    'the ARN of an index',
    `${ARN}some_table/index/some_index`,
    `${INVALID_PARAMETER}Invalid resource arn provided, only table or stream is accepted. ` +
      `Provided resource arn: ${ARN}some_table/index/some_index`,
  ],
  [
    'an ARN of another account',
    'arn:aws:dynamodb:eu-west-2:000000000002:table/some_table',
    `${VALIDATION}This action is only supported by accounts that match the resource owner’s account.`,
  ],
  [
    'an ARN of another Region',
    'arn:aws:dynamodb:eu-west-1:000000000001:table/some_table',
    `${INVALID_PARAMETER}Invalid resource Arn: arn:aws:dynamodb:eu-west-1:000000000001:table/some_table`,
  ],
  [
    'an ARN of another partition',
    'arn:aws-cn:dynamodb:eu-west-2:000000000001:table/some_table',
    `${INVALID_PARAMETER}Invalid resource Arn: arn:aws-cn:dynamodb:eu-west-2:000000000001:table/some_table`,
  ],
  ['a table that is not there', `${ARN}nowhere`, tableNotFound('nowhere')],
];
