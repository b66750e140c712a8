import { checkTagKeys, untaggedTable } from '../control/table-tags.ts';
import { checkResourceArn } from '../control/policy-resource.ts';
import { getTaggedTable } from '../control/tagged-resource.ts';
import { putTable } from '../placement/table-catalog.ts';
import { list } from '../wire/shapes/collections.ts';
import { string } from '../wire/shapes/scalars.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';
import { checkArnGiven, taggedArn } from './resource-arn.ts';

const readBody = requestShape({
  ResourceArn: required(taggedArn),
  TagKeys: required(list(string())),
});

type Body = ReturnType<typeof readBody>;

export const untagResource: Operation<Body> = {
  name: 'UntagResource',
  layout: readBody.layout,
  parse: (requestBody) => {
    checkArnGiven(requestBody);
    const body = readBody(requestBody);
    checkResourceArn(body.ResourceArn);
    checkTagKeys(body.TagKeys);
    return body;
  },
  run: (request, context) => {
    const record = getTaggedTable(context, request.ResourceArn);
    const changed = untaggedTable(record, request.TagKeys);
    if (changed !== record) context.store.append([putTable(changed)]);
    return '';
  },
};
