import { beforeEach, describe, expect, it } from 'vitest';
import { allowing, ARN, deletePolicy, getPolicy, policyNotFound, putPolicy } from '../policies.ts';
import { constraintFault } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { freshTable } from '../region.ts';

let table: string;
let arn: string;
const READ = allowing('dynamodb:GetItem');
const WRITE = allowing('dynamodb:PutItem');

beforeEach(async () => {
  table = await freshTable();
  arn = ARN + table;
});

describe('revisions of a policy (api-surface.md section 9, PutResourcePolicy [model])', () => {
  it('are times in milliseconds, 13 digits', async () => {
    expect(await putPolicy(arn, READ)).toMatch(/^\d{13}$/);
  });
  it('stay for the same document', async () => {
    const first = await putPolicy(arn, READ);
    expect(await putPolicy(arn, READ)).toBe(first);
  });
  it('change with the document', async () => {
    const first = await putPolicy(arn, READ);
    expect(Number(await putPolicy(arn, WRITE))).toBeGreaterThan(Number(first));
  });
  it('do not come back with a document', async () => {
    const first = await putPolicy(arn, READ);
    await putPolicy(arn, WRITE);
    expect(await putPolicy(arn, READ)).not.toBe(first);
  });
  it('do not come back after the policy was removed', async () => {
    const first = await putPolicy(arn, READ);
    await deletePolicy(arn);
    expect(await putPolicy(arn, READ)).not.toBe(first);
  });
});

describe('an expected revision (api-surface.md section 9, PutResourcePolicy [model])', () => {
  it('that is there lets the policy be replaced', async () => {
    const first = await putPolicy(arn, READ);
    const second = await putPolicy(arn, WRITE, first);
    expect(await getPolicy(arn)).toEqual([WRITE, second]);
  });
  it('that was there before does not', async () => {
    const first = await putPolicy(arn, READ);
    const second = await putPolicy(arn, WRITE);
    expect(await refusalOf(putPolicy(arn, READ, first))).toBe(
      policyNotFound(
        `Requested update for policy with revision id ${String(first)}, but the policy associated ` +
          `to target table ${table} has revision id ${String(second)}.`,
      ),
    );
  });
  it('that is not there leaves the policy as it is', async () => {
    const first = await putPolicy(arn, READ);
    await refusalOf(putPolicy(arn, WRITE, '1'));
    expect(await getPolicy(arn)).toEqual([READ, first]);
  });
  it('wants a policy', async () => {
    expect(await refusalOf(putPolicy(arn, READ, '123456789'))).toBe(
      policyNotFound(
        `Requested update for policy with revision id 123456789, but table ${table} has no associated policy.`,
      ),
    );
  });
  it('is looked at although the document is the same', async () => {
    await putPolicy(arn, READ);
    expect(await refusalOf(putPolicy(arn, READ, '1'))).toContain('PolicyNotFoundException');
  });
  it('of NO_POLICY lets the first policy be attached', async () => {
    const first = await putPolicy(arn, READ, 'NO_POLICY');
    expect(await getPolicy(arn)).toEqual([READ, first]);
  });
  it('of NO_POLICY lets no policy be replaced', async () => {
    const first = await putPolicy(arn, READ);
    expect(await refusalOf(putPolicy(arn, WRITE, 'NO_POLICY'))).toBe(
      policyNotFound(
        `Requested policy update expecting none to be present for table ${table}, ` +
          `but a policy exists with revision id ${String(first)}.`,
      ),
    );
  });
  it('is not empty', async () => {
    expect(await refusalOf(putPolicy(arn, READ, ''))).toBe(
      constraintFault("''", 'expectedRevisionId', 'have length greater than or equal to 1'),
    );
  });
  it('has 255 characters at most', async () => {
    const expected = '1'.repeat(256);
    expect(await refusalOf(putPolicy(arn, READ, expected))).toBe(
      constraintFault(
        `'${expected}'`,
        'expectedRevisionId',
        'have length less than or equal to 255',
      ),
    );
  });
});
