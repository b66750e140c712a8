import { ListTagsOfResourceCommand, TagResourceCommand } from '@aws-sdk/client-dynamodb';
import type { Tag } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { client, freshTable, rawText } from '../region.ts';
import { ARN } from '../tag-arns.ts';

let ResourceArn: string;

beforeEach(async () => {
  ResourceArn = ARN + (await freshTable());
});

const tag = async (...Tags: Tag[]): Promise<void> => {
  await client.send(new TagResourceCommand({ ResourceArn, Tags }));
};
const tags = async (): Promise<readonly Tag[] | undefined> =>
  (await client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;

describe('TagResource (api-surface.md section 9, semantics.md section 14)', () => {
  it('adds tags [suite]', async () => {
    await tag({ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' });
    expect(await tags()).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ]);
  });
  it('answers an empty body [suite]', async () => {
    const answer = await rawText('TagResource', { ResourceArn, Tags: [{ Key: 'a', Value: '1' }] });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
  it('keeps other tags [suite]', async () => {
    await tag({ Key: 'a', Value: '1' });
    await tag({ Key: 'b', Value: '2' });
    expect(await tags()).toHaveLength(2);
  });
  it('replaces the value of a key that is there [suite]', async () => {
    await tag({ Key: 'a', Value: '1' });
    await tag({ Key: 'a', Value: '2' });
    expect(await tags()).toEqual([{ Key: 'a', Value: '2' }]);
  });
  it('tells keys apart by case', async () => {
    await tag({ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' });
    expect(await tags()).toHaveLength(2);
  });
  it('takes an empty value', async () => {
    await tag({ Key: 'a', Value: '' });
    expect(await tags()).toEqual([{ Key: 'a', Value: '' }]);
  });
  it('takes keys of 128 and values of 256 characters', async () => {
    const longest = { Key: 'k'.repeat(128), Value: 'v'.repeat(256) };
    await tag(longest);
    expect(await tags()).toEqual([longest]);
  });
  it('takes 50 tags', async () => {
    await tag(...Array.from({ length: 50 }, (_, i) => ({ Key: `k${String(i)}`, Value: '' })));
    expect(await tags()).toHaveLength(50);
  });
  it('takes keys with the names of object members', async () => {
    await tag({ Key: '__proto__', Value: '1' });
    await tag({ Key: 'constructor', Value: '2' });
    expect(await tags()).toEqual([
      { Key: '__proto__', Value: '1' },
      { Key: 'constructor', Value: '2' },
    ]);
  });
  it('takes letters, digits, spaces and + - = . _ : / @', async () => {
    const strange = { Key: 'ключ 表 +-=._:/@', Value: 'café 1' };
    await tag(strange);
    expect(await tags()).toEqual([strange]);
  });
});
