import { checkTagKeys, withoutTags } from './table-tags.ts';
import { resourceKindOf } from '../policies/policy-resource.ts';
import { getTaggedResource } from './tagged-resource.ts';
import { list } from '../../wire/shapes/collections.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { checkArnGiven, taggedArn } from '../request/resource-arn.ts';
import { settingsTouch } from '../request/touched-tables.ts';

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
    resourceKindOf(body.ResourceArn);
    checkTagKeys(body.TagKeys);
    return body;
  },
  touches: ({ ResourceArn }, scope) => settingsTouch(scope, 'write', ResourceArn),
  run: (request, context) => {
    const { store, world } = context;
    const { attached, put } = getTaggedResource(context, request.ResourceArn, world.service.now());
    const changed = withoutTags(attached, request.TagKeys);
    if (changed !== attached) store.append([put(changed)]);
    return '';
  },
};
