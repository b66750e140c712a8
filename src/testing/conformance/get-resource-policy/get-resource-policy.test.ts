import { describe, expect, it } from 'vitest';
import { allowing, ARN, getPolicy, policyNotFound, putPolicy, WRONG_ARNS } from '../policies.ts';
import { constraintFault } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { freshTable, raw } from '../region.ts';

describe('GetResourcePolicy (api-surface.md section 9, GetResourcePolicy)', () => {
  it('answers the policy and its revision', async () => {
    const ResourceArn = ARN + (await freshTable());
    const Policy = allowing('dynamodb:GetItem');
    const RevisionId = await putPolicy(ResourceArn, Policy);
    const { body } = await raw('GetResourcePolicy', { ResourceArn });
    expect(body).toEqual({ Policy, RevisionId });
  });
  it('answers the policy that was put last', async () => {
    const arn = ARN + (await freshTable());
    await putPolicy(arn, allowing('dynamodb:GetItem'));
    const revision = await putPolicy(arn, allowing('dynamodb:Scan'));
    expect(await getPolicy(arn)).toEqual([allowing('dynamodb:Scan'), revision]);
  });
  it('does not find the policy of a table without one [suite]', async () => {
    const arn = ARN + (await freshTable());
    expect(await refusalOf(getPolicy(arn))).toBe(policyNotFound(arn));
  });
  it.each(WRONG_ARNS)('refuses %s', async (_, arn, answer) => {
    expect(await refusalOf(getPolicy(arn))).toBe(answer);
  });
  it('refuses no resource at all', async () => {
    expect(await refusalOf(getPolicy(undefined))).toBe(
      constraintFault('null', 'resourceArn', 'not be null'),
    );
  });
});
