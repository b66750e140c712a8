import { tags } from '../request/table-shapes.ts';
import { givenTags, withTags } from './table-tags.ts';
import type { Tags } from './table-tags.ts';
import { resourceKindOf } from '../policies/policy-resource.ts';
import { getTaggedResource } from './tagged-resource.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { checkArnGiven, taggedArn } from '../request/resource-arn.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape({ ResourceArn: required(taggedArn), Tags: required(tags) });

interface Request {
  readonly arn: string;
  readonly tags: Tags;
}

export const tagResource: Operation<Request> = {
  name: 'TagResource',
  layout: readBody.layout,
  parse: (requestBody) => {
    checkArnGiven(requestBody);
    const body = readBody(requestBody);
    resourceKindOf(body.ResourceArn);
    return { arn: body.ResourceArn, tags: givenTags(body.Tags) };
  },
  touches: ({ arn }, scope) => settingsTouch(scope, 'write', arn),
  run: (request, context) => {
    const { attached, put } = getTaggedResource(context, request.arn, context.world.service.now());
    context.store.append([put(withTags(attached, request.tags))]);
    return '';
  },
};
