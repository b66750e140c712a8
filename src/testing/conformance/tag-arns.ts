/** ARNs that name no table here, with what all tag operations say of them: api-surface.md, ListTagsOfResource [ack]. */
import { INVALID_PARAMETER, VALIDATION } from './messages.ts';

export const ARN = 'arn:aws:dynamodb:eu-west-2:000000000001:table/';

const S3 = 'arn:aws:s3:eu-west-2:000000000001:table/some_table';
const INDEX = `${ARN}some_table/index/some_index`;
const STREAM = `${ARN}some_table/stream/2026-11-21T02:20:12.345`;
const ELSEWHERE = 'arn:aws:dynamodb:eu-west-1:000000000001:table/some_table';
const CHINA = 'arn:aws-cn:dynamodb:eu-west-2:000000000001:table/some_table';

/** What it is, the ARN, and its refusal. */
export const STRANGE_ARNS: readonly (readonly [string, string, string])[] = [
  [
    'no ARN at all [suite]',
    'not-an-arn',
    `${INVALID_PARAMETER}ARNs must start with 'arn:': not-an-arn`,
  ],
  [
    'the name of a table alone',
    'some_table',
    `${INVALID_PARAMETER}ARNs must start with 'arn:': some_table`,
  ],
  [
    'an ARN of another service',
    S3,
    `${INVALID_PARAMETER}Provided Arn is not a DynamoDB resource arn: ${S3}`,
  ],
  [
    'an ARN of another partition',
    CHINA,
    `${VALIDATION}Invalid TableArn: Invalid ResourceArn provided as input ${CHINA}`,
  ],
  [
    'the ARN of an index',
    INDEX,
    `${INVALID_PARAMETER}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${INDEX}`,
  ],
  ['the ARN of a stream that is not there', STREAM, unknownArnFault(STREAM)],
  [
    'the ARN of a table with two characters',
    `${ARN}ab`,
    `${INVALID_PARAMETER}Provided Arn is not a DynamoDB resource arn: ${ARN}ab`,
  ],
  [
    'a table of another account [suite]',
    'arn:aws:dynamodb:eu-west-2:000000000000:table/some_table',
    'AccessDeniedException: Access is denied',
  ],
  [
    'a table of another Region',
    ELSEWHERE,
    `${VALIDATION}Invalid TableArn: Invalid ResourceArn provided as input ${ELSEWHERE}`,
  ],
];

export function unknownArnFault(arn: string): string {
  return `ResourceNotFoundException: Requested resource not found: ResourceArn: ${arn} not found`;
}
