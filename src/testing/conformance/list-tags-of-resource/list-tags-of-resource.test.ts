import { ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';
import { ARN, STRANGE_ARNS, unknownArnFault } from '../tag-arns.ts';

const refused = (ResourceArn: string | undefined): Promise<string> =>
  refusalOf(client.send(new ListTagsOfResourceCommand({ ResourceArn })));

describe('ListTagsOfResource (api-surface.md section 9, ListTagsOfResource)', () => {
  it('answers an empty list where there are none', async () => {
    const ResourceArn = ARN + (await freshTable());
    expect((await raw('ListTagsOfResource', { ResourceArn })).body).toEqual({ Tags: [] });
  });
  it('answers keys and values, all on one page', async () => {
    const Tags = Array.from({ length: 50 }, (_, i) => ({ Key: `k${String(i)}`, Value: 'v' }));
    const ResourceArn = ARN + (await freshTable({ Tags }));
    expect((await raw('ListTagsOfResource', { ResourceArn })).body).toEqual({ Tags });
  });
  it('keeps the tags of tables apart', async () => {
    await freshTable({ Tags: [{ Key: 'a', Value: '1' }] });
    const ResourceArn = ARN + (await freshTable({ Tags: [{ Key: 'b', Value: '2' }] }));
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });
});

describe('what ListTagsOfResource refuses (api-surface.md section 9)', () => {
  it('is no resource', async () => {
    expect(await refused(undefined)).toBe(`${VALIDATION}Invalid TableArn`);
  });
  it.each(STRANGE_ARNS)('is %s', async (_, arn, fault) => {
    expect(await refused(arn)).toBe(fault);
  });
  it('is a table that is not there [emul]', async () => {
    expect(await refused(`${ARN}nowhere`)).toBe(unknownArnFault(`${ARN}nowhere`));
  });
  it('is no token, which is not looked at [ack]', async () => {
    const ResourceArn = ARN + (await freshTable());
    const request = new ListTagsOfResourceCommand({ ResourceArn, NextToken: 'x' });
    expect((await client.send(request)).Tags).toEqual([]);
  });
});
