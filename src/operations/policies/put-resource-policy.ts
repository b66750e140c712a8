import { canonicalPolicy, parsePolicy } from './policy-document.ts';
import { locksOut } from './policy-lockout.ts';
import { getPolicyResource, resourceKindOf } from './policy-resource.ts';
import { getPolicy, withPolicy } from './resource-policy.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { policyArn } from '../request/resource-arn.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape({
  ResourceArn: required(policyArn),
  Policy: required(string()),
  ExpectedRevisionId: string({ min: 1, max: 255 }),
  ConfirmRemoveSelfResourceAccess: boolean(),
});

interface Request {
  readonly arn: string;
  readonly text: string;
  readonly expected: string | undefined;
}

export const putResourcePolicy: Operation<Request> = {
  name: 'PutResourcePolicy',
  layout: readBody.layout,
  parse: (requestBody) => {
    const body = readBody(requestBody);
    const document = parsePolicy(body.Policy, resourceKindOf(body.ResourceArn));
    if (locksOut(document) && body.ConfirmRemoveSelfResourceAccess !== true) {
      throw new DynamoError(
        'AccessDeniedException',
        'The new resource policy will not allow you to update the resource policy in the future.',
      );
    }
    const text = canonicalPolicy(document);
    return { arn: body.ResourceArn, text, expected: body.ExpectedRevisionId };
  },
  touches: ({ arn }, scope) => settingsTouch(scope, 'write', arn),
  run: (request, context) => {
    const { store, world } = context;
    const nowMs = world.service.now();
    const asked = { operation: 'PutResourcePolicy', nowMs };
    const resource = getPolicyResource(context, request.arn, asked);
    const attached = withPolicy(resource, request, nowMs);
    if (attached !== resource.attached) store.append([resource.put(attached)]);
    return JSON.stringify({ RevisionId: getPolicy({ ...resource, attached }).revision });
  },
};
