import { getPolicyResource, resourceKindOf } from './policy-resource.ts';
import { getPolicy } from './resource-policy.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';
import { policyArn } from '../request/resource-arn.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape({ ResourceArn: required(policyArn) });

export const getResourcePolicy: Operation<string> = {
  name: 'GetResourcePolicy',
  layout: readBody.layout,
  parse: (requestBody) => {
    const { ResourceArn: arn } = readBody(requestBody);
    resourceKindOf(arn);
    return arn;
  },
  touches: (arn, scope) => settingsTouch(scope, 'read', arn),
  run: (arn, context) => {
    const asked = { operation: 'GetResourcePolicy', nowMs: context.world.service.now() };
    const { text, revision } = getPolicy(getPolicyResource(context, arn, asked));
    return JSON.stringify({ Policy: text, RevisionId: revision });
  },
};
