import { ListTagsOfResourceCommand, TagResourceCommand } from '@aws-sdk/client-dynamodb';
import type { Tag } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { constraintFault, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { ARN, STRANGE_ARNS, unknownArnFault } from '../tag-arns.ts';

let ResourceArn: string;

beforeEach(async () => {
  ResourceArn = ARN + (await freshTable({ Tags: [{ Key: 'kept', Value: '1' }] }));
});

const refused = (members: object): Promise<string> =>
  refusalOf(
    client.send(
      new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '1' }], ...members }),
    ),
  );
const refusedTags = (...Tags: Partial<Tag>[]): Promise<string> => refused({ Tags });

describe('the resource to tag (api-surface.md section 9, ListTagsOfResource; validation.md section 10)', () => {
  it('must be given', async () => {
    expect(await refused({ ResourceArn: undefined })).toBe(`${VALIDATION}Invalid TableArn`);
  });
  it.each(STRANGE_ARNS)('is not %s', async (_, arn, fault) => {
    expect(await refused({ ResourceArn: arn })).toBe(fault);
  });
  it('must be there [emul]', async () => {
    expect(await refused({ ResourceArn: `${ARN}nowhere` })).toBe(unknownArnFault(`${ARN}nowhere`));
  });
  it('is looked at before the tags are', async () => {
    expect(await refused({ ResourceArn: 'nothing', Tags: [] })).toBe(
      `${VALIDATION}One or more parameter values were invalid: ARNs must start with 'arn:': nothing`,
    );
  });
  it('has 1,283 characters at most [model]', async () => {
    const long = ARN + 'x'.repeat(1300 - ARN.length);
    expect(await refused({ ResourceArn: long })).toBe(
      constraintFault(`'${long}'`, 'resourceArn', 'have length less than or equal to 1283'),
    );
  });
});

describe('tags (validation.md section 10, semantics.md section 14)', () => {
  it('must be given', async () => {
    expect(await refused({ Tags: undefined })).toBe(constraintFault('null', 'tags', 'not be null'));
  });
  it('are at least one [emul]', async () => {
    expect(await refusedTags()).toBe(`${VALIDATION}Atleast one Tag needs to be provided as Input.`);
  });
  it('have a key', async () => {
    expect(await refusedTags({ Value: '1' })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: null`,
    );
  });
  it('have a key that is not empty', async () => {
    expect(await refusedTags({ Key: '', Value: '1' })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: `,
    );
  });
  it('have a value', async () => {
    expect(await refusedTags({ Key: 'a' })).toBe(
      `${VALIDATION}The Tag Value provided is invalid, Value: null`,
    );
  });
  it('have keys of 128 characters at most', async () => {
    const Key = 'k'.repeat(129);
    expect(await refusedTags({ Key, Value: '' })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: ${Key}`,
    );
  });
  it('have values of 256 characters at most', async () => {
    const Value = 'v'.repeat(257);
    expect(await refusedTags({ Key: 'a', Value })).toBe(
      `${VALIDATION}The Tag Value provided is invalid, Value: ${Value}`,
    );
  });
  it.each(['a#b', '100%', '🔑'])('have no key like %s', async (Key) => {
    expect(await refusedTags({ Key, Value: '' })).toBe(
      `${VALIDATION}The Tag Key provided is invalid, Key: ${Key}`,
    );
  });
  it.each(['AwS:x', 'AWS:foo'])('nor %s, in any case', async (Key) => {
    expect(await refusedTags({ Key, Value: '' })).toBe(
      `${VALIDATION}Tag Key cannot be prefixed with aws:, Key: ${Key}`,
    );
  });
  it('weigh 10,240 bytes at most', async () => {
    const tag = (i: number) => ({
      Key: `key${String(i).padStart(3, '0')}`,
      Value: 'v'.repeat(256),
    });
    const tags = Array.from({ length: 45 }, (_, i) => tag(i));
    expect(await refusedTags(...tags)).toBe(
      `${VALIDATION}Tag set size 11790 bytes is above max size limit of 10240 bytes`,
    );
  });
  it('have no key that begins with aws:', async () => {
    expect(await refusedTags({ Key: 'aws:foo', Value: '' })).toBe(
      `${VALIDATION}Tag Key cannot be prefixed with aws:, Key: aws:foo`,
    );
  });
  it('have different keys', async () => {
    expect(await refusedTags({ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' })).toBe(
      `${VALIDATION}Duplicate Tag Keys provided as input: Duplicate Tag Key found a`,
    );
  });
  it('are 50 with those that are there', async () => {
    const Tags = Array.from({ length: 50 }, (_, i) => ({ Key: `k${String(i)}`, Value: '' }));
    expect(await refused({ Tags })).toBe(
      `${VALIDATION}Number of Tags exceed the current limit for the provided ResourceArn`,
    );
  });
  it('are all taken or none', async () => {
    await refusedTags({ Key: 'good', Value: '' }, { Key: 'aws:bad', Value: '' });
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'kept', Value: '1' }]);
  });
});
