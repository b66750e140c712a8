import { beforeEach, describe, expect, it } from 'vitest';
import {
  allowing,
  ARN,
  deletePolicy,
  getPolicy,
  policyNotFound,
  putPolicy,
  WRONG_ARNS,
} from '../policies.ts';
import { constraintFault } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { freshTable, raw } from '../region.ts';

let table: string;
let arn: string;
const POLICY = allowing('dynamodb:GetItem');

beforeEach(async () => {
  table = await freshTable();
  arn = ARN + table;
});

describe('DeleteResourcePolicy (api-surface.md section 9, DeleteResourcePolicy)', () => {
  it('answers the revision that went', async () => {
    const revision = await putPolicy(arn, POLICY);
    expect(await deletePolicy(arn)).toBe(revision);
  });
  it('takes the policy away', async () => {
    await putPolicy(arn, POLICY);
    await deletePolicy(arn);
    expect(await refusalOf(getPolicy(arn))).toBe(policyNotFound(arn));
  });
  it('answers nothing where there is no policy', async () => {
    const answer = await raw('DeleteResourcePolicy', { ResourceArn: arn });
    expect(answer).toEqual({ status: 200, body: {} });
  });
  it('may be asked for twice', async () => {
    await putPolicy(arn, POLICY);
    await deletePolicy(arn);
    // The revision of the removal, again and again [ack].
    const removal = await deletePolicy(arn);
    expect(removal).toMatch(/^\d+$/);
    expect(await deletePolicy(arn)).toBe(removal);
  });
  it('takes away the expected revision', async () => {
    const revision = await putPolicy(arn, POLICY);
    expect(await deletePolicy(arn, revision)).toBe(revision);
  });
  it('leaves another revision than the expected one', async () => {
    const revision = await putPolicy(arn, POLICY);
    expect(await refusalOf(deletePolicy(arn, 'unknown'))).toBe(
      policyNotFound(
        'Requested update for policy with revision id unknown, but the policy associated to ' +
          `target table ${table} has revision id ${String(revision)}.`,
      ),
    );
    expect(await getPolicy(arn)).toEqual([POLICY, revision]);
  });
  it('wants a policy where a revision is expected', async () => {
    expect(await refusalOf(deletePolicy(arn, '123456789'))).toBe(
      policyNotFound(
        `Requested update for policy with revision id 123456789, but table ${table} has no associated policy.`,
      ),
    );
  });
  it('expects no empty revision', async () => {
    expect(await refusalOf(deletePolicy(arn, ''))).toBe(
      constraintFault("''", 'expectedRevisionId', 'have length greater than or equal to 1'),
    );
  });
  it.each(WRONG_ARNS)('refuses %s', async (_, wrong, answer) => {
    expect(await refusalOf(deletePolicy(wrong))).toBe(answer);
  });
});
