import { getTaggedTable } from '../control/tagged-resource.ts';
import { checkTableArn } from '../placement/table-arn.ts';
import { validationError } from '../wire/dynamo-error.ts';
import { string } from '../wire/shapes/scalars.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';
import { checkArnGiven, taggedArn } from './resource-arn.ts';

const readBody = requestShape({ ResourceArn: required(taggedArn), NextToken: string() });

/** All tags of a table fit one page. */
export const listTagsOfResource: Operation<string> = {
  name: 'ListTagsOfResource',
  layout: readBody.layout,
  parse: (requestBody) => {
    checkArnGiven(requestBody);
    const body = readBody(requestBody);
    checkTableArn(body.ResourceArn);
    // No page was ever left, so that no token was ever given out.
    if (body.NextToken !== undefined) throw validationError('Invalid NextToken');
    return body.ResourceArn;
  },
  run: (arn, context) => {
    const { tags } = getTaggedTable(context, arn, 'ListTagsOfResource');
    return JSON.stringify({
      Tags: Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value })),
    });
  },
};
