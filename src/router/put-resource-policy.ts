import { canonicalPolicy, parsePolicy } from '../control/policy-document.ts';
import { locksOut } from '../control/policy-lockout.ts';
import { checkResourceArn, getPolicyTable } from '../control/policy-resource.ts';
import { getPolicy, withPolicy } from '../control/resource-policy.ts';
import { putTable } from '../placement/table-catalog.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import { boolean, string } from '../wire/shapes/scalars.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';
import { policyArn } from './resource-arn.ts';

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
    checkResourceArn(body.ResourceArn);
    const document = parsePolicy(body.Policy);
    if (locksOut(document) && body.ConfirmRemoveSelfResourceAccess !== true) {
      throw new DynamoError(
        'AccessDeniedException',
        'The new resource policy will not allow you to update the resource policy in the future.',
      );
    }
    const text = canonicalPolicy(document);
    return { arn: body.ResourceArn, text, expected: body.ExpectedRevisionId };
  },
  run: (request, context) => {
    const { store, world } = context;
    const record = getPolicyTable(context, request.arn, 'PutResourcePolicy');
    const changed = withPolicy(record, request, world.clock.now());
    if (changed !== record) store.append([putTable(changed)]);
    return JSON.stringify({ RevisionId: getPolicy(changed).revision });
  },
};
