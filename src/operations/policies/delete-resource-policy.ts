import { getPolicyResource, resourceKindOf } from './policy-resource.ts';
import { findPolicy, withoutPolicy } from './resource-policy.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { policyArn } from '../request/resource-arn.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape({
  ResourceArn: required(policyArn),
  ExpectedRevisionId: string({ min: 1, max: 255 }),
});

/** Answers the revision of the policy that went, else that of its removal; none where there was never one. Source: access.md section 10. */
export const deleteResourcePolicy: Operation<ReturnType<typeof readBody>> = {
  name: 'DeleteResourcePolicy',
  layout: readBody.layout,
  parse: (requestBody) => {
    const body = readBody(requestBody);
    resourceKindOf(body.ResourceArn);
    return body;
  },
  touches: ({ ResourceArn }, scope) => settingsTouch(scope, 'write', ResourceArn),
  run: (request, context) => {
    const { store, world } = context;
    const nowMs = world.service.now();
    const asked = { operation: 'DeleteResourcePolicy', nowMs };
    const resource = getPolicyResource(context, request.ResourceArn, asked);
    const attached = withoutPolicy(resource, request.ExpectedRevisionId, nowMs);
    if (attached !== resource.attached) store.append([resource.put(attached)]);
    const removed = attached.policyRevisionMs?.toString();
    return JSON.stringify({ RevisionId: findPolicy(resource)?.revision ?? removed });
  },
};
