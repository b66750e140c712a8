import { validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { string } from '../../wire/shapes/scalars.ts';

/** Source: reference api-surface.md section 9, TagResource. */
const RESOURCE_ARN_MAX = 1283;

/** The resource of a tag operation; what is no ARN of a table is worded in `table-arn.ts`. */
export const taggedArn = string({ max: RESOURCE_ARN_MAX });

/** The resource of a policy. */
export const policyArn = string({ min: 1, max: RESOURCE_ARN_MAX });

/** As tag operations report a missing ResourceArn: alone, whatever else is wrong. */
export function checkArnGiven(body: JsonObject): void {
  const arn = body['ResourceArn'];
  if (arn === undefined || arn === null) throw validationError('Invalid TableArn');
}
