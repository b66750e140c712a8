import { tags } from '../control/table-shapes.ts';
import { givenTags, withTags } from '../control/table-tags.ts';
import type { Tags } from '../control/table-tags.ts';
import { resourceKindOf } from '../control/policy-resource.ts';
import { getTaggedResource } from '../control/tagged-resource.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';
import { checkArnGiven, taggedArn } from './resource-arn.ts';

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
  run: (request, context) => {
    const { attached, put } = getTaggedResource(context, request.arn, context.world.clock.now());
    context.store.append([put(withTags(attached, request.tags))]);
    return '';
  },
};
