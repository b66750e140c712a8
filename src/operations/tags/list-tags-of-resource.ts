import { resourceKindOf } from '../policies/policy-resource.ts';
import { getTaggedResource } from './tagged-resource.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { checkArnGiven, taggedArn } from '../request/resource-arn.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape({ ResourceArn: required(taggedArn), NextToken: string() });

/** All tags of a resource fit one page: no token is ever given out, and none that is sent is looked at. */
export const listTagsOfResource: Operation<string> = {
  name: 'ListTagsOfResource',
  layout: readBody.layout,
  parse: (requestBody) => {
    checkArnGiven(requestBody);
    const body = readBody(requestBody);
    resourceKindOf(body.ResourceArn);
    return body.ResourceArn;
  },
  touches: (arn, scope) => settingsTouch(scope, 'read', arn),
  run: (arn, context) => {
    const { tags } = getTaggedResource(context, arn, context.world.service.now()).attached;
    return JSON.stringify({
      Tags: Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value })),
    });
  },
};
