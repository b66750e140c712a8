import { checkResourceArn, getPolicyTable } from '../control/policy-resource.ts';
import { findPolicy, withoutPolicy } from '../control/resource-policy.ts';
import { putTable } from '../placement/table-catalog.ts';
import { string } from '../wire/shapes/scalars.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';
import { policyArn } from './resource-arn.ts';

const readBody = requestShape({
  ResourceArn: required(policyArn),
  ExpectedRevisionId: string({ min: 1, max: 255 }),
});

/** Answers the revision of the policy that went, or that of having none. */
export const deleteResourcePolicy: Operation<ReturnType<typeof readBody>> = {
  name: 'DeleteResourcePolicy',
  layout: readBody.layout,
  parse: (requestBody) => {
    const body = readBody(requestBody);
    checkResourceArn(body.ResourceArn);
    return body;
  },
  run: (request, context) => {
    const { store, world } = context;
    const record = getPolicyTable(context, request.ResourceArn, 'DeleteResourcePolicy');
    const changed = withoutPolicy(record, request.ExpectedRevisionId, world.clock.now());
    store.append([putTable(changed)]);
    const revision = findPolicy(record)?.revision ?? String(changed.policyRevisionMs);
    return JSON.stringify({ RevisionId: revision });
  },
};
