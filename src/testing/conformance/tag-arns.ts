/** ARNs that name no table here, with what all tag operations say of them. */
export const ARN = 'arn:aws:dynamodb:eu-west-2:000000000001:table/';

export const STRANGE_ARNS: readonly (readonly [string, string])[] = [
  ['no ARN at all [suite]', 'not-a-valid-arn'],
  ['the name of a table alone', 'some_table'],
  ['an ARN of another service', 'arn:aws:s3:eu-west-2:000000000001:table/some_table'],
  ['an ARN of another partition', 'arn:aws-cn:dynamodb:eu-west-2:000000000001:table/some_table'],
  ['the ARN of an index', `${ARN}some_table/index/some_index`],
  ['the ARN of a stream', `${ARN}some_table/stream/2026-11-21T02:20:12.345`],
  ['the ARN of a table with two characters', `${ARN}ab`],
];

/** ARNs of tables of someone else or somewhere else. */
export const FOREIGN_ARNS: readonly (readonly [string, string])[] = [
  ['another account [suite]', 'arn:aws:dynamodb:eu-west-2:000000000000:table/some_table'],
  ['another Region', 'arn:aws:dynamodb:eu-west-1:000000000001:table/some_table'],
];

export function strangeArnFault(arn: string): string {
  return `ValidationException: Invalid TableArn: Invalid ResourceArn provided as input ${arn}`;
}

export function foreignArnFault(operation: string, arn: string): string {
  return (
    'AccessDeniedException: User: arn:aws:iam::000000000001:root is not authorized to perform: ' +
    `dynamodb:${operation} on resource: ${arn}`
  );
}

export function unknownArnFault(arn: string): string {
  return `ResourceNotFoundException: Requested resource not found: ResourcArn: ${arn} not found`;
}
