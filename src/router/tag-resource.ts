import { tags } from '../control/table-shapes.ts';
import { givenTags, taggedTable } from '../control/table-tags.ts';
import type { Tags } from '../control/table-tags.ts';
import { checkResourceArn } from '../control/policy-resource.ts';
import { getTaggedTable } from '../control/tagged-resource.ts';
import { putTable } from '../placement/table-catalog.ts';
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
    checkResourceArn(body.ResourceArn);
    return { arn: body.ResourceArn, tags: givenTags(body.Tags) };
  },
  run: (request, context) => {
    const record = getTaggedTable(context, request.arn);
    context.store.append([putTable(taggedTable(record, request.tags))]);
    return '';
  },
};
