import { ListTagsOfResourceCommand, UntagResourceCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { constraintFault, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, rawText } from '../region.ts';
import { ARN, STRANGE_ARNS, unknownArnFault } from '../tag-arns.ts';

let ResourceArn: string;

beforeEach(async () => {
  const Tags = ['a', 'b', 'c'].map((Key) => ({ Key, Value: Key }));
  ResourceArn = ARN + (await freshTable({ Tags }));
});

async function keysLeft(...TagKeys: string[]): Promise<unknown> {
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys }));
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
  return Tags?.map((each) => each.Key);
}

const refused = (members: object): Promise<string> =>
  refusalOf(client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'], ...members })));

describe('UntagResource (api-surface.md section 9, semantics.md section 14)', () => {
  it('takes away the keys that are named and no other [suite]', async () => {
    expect(await keysLeft('a', 'c')).toEqual(['b']);
  });
  it('takes away all', async () => {
    expect(await keysLeft('a', 'b', 'c')).toEqual([]);
  });
  it('ignores keys that are not there', async () => {
    expect(await keysLeft('a', 'x', 'A')).toEqual(['b', 'c']);
  });
  it('answers an empty body', async () => {
    const answer = await rawText('UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});

describe('what UntagResource refuses (api-surface.md section 9, validation.md section 10)', () => {
  it('is no resource', async () => {
    expect(await refused({ ResourceArn: undefined })).toBe(`${VALIDATION}Invalid TableArn`);
  });
  it.each(STRANGE_ARNS)('is %s', async (_, arn, fault) => {
    expect(await refused({ ResourceArn: arn })).toBe(fault);
  });
  it('is a table that is not there', async () => {
    expect(await refused({ ResourceArn: `${ARN}nowhere` })).toBe(unknownArnFault(`${ARN}nowhere`));
  });
  it('is no list of keys', async () => {
    expect(await refused({ TagKeys: undefined })).toBe(
      constraintFault('null', 'tagKeys', 'not be null'),
    );
  });
  it('is an empty list of keys [emul]', async () => {
    expect(await refused({ TagKeys: [] })).toBe(
      `${VALIDATION}Atleast one Tag Key needs to be provided as Input.`,
    );
  });
  it('is an empty key', async () => {
    expect(await refused({ TagKeys: [''] })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: `,
    );
  });
  it('is a key of 129 characters', async () => {
    const key = 'k'.repeat(129);
    expect(await refused({ TagKeys: [key] })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: ${key}`,
    );
  });
  it('is a list of 51 keys', async () => {
    const TagKeys = Array.from({ length: 51 }, (_, i) => `k${String(i)}`);
    expect(await refused({ TagKeys })).toBe(
      `${VALIDATION}Number of Tags exceed the current limit for the provided ResourceArn`,
    );
  });
});
