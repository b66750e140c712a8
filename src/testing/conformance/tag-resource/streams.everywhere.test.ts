import {
  DeleteTableCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { Tag } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client } from '../region.ts';
import { latestStreamOf, streamedTable } from '../streams.ts';
import { ARN, unknownArnFault } from '../tag-arns.ts';

let table: string;
let stream: string;

beforeEach(async () => {
  const { TableName, StreamArn } = await streamedTable('KEYS_ONLY', {
    Tags: [{ Key: 'of', Value: 'table' }],
  });
  [table, stream] = [TableName, StreamArn];
});

const tag = (ResourceArn: string, ...Tags: Tag[]): Promise<unknown> =>
  client.send(new TagResourceCommand({ ResourceArn, Tags }));
const untag = (ResourceArn: string, ...TagKeys: string[]): Promise<unknown> =>
  client.send(new UntagResourceCommand({ ResourceArn, TagKeys }));
const tagsOf = async (ResourceArn: string): Promise<readonly Tag[] | undefined> =>
  (await client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;

const OWN = { Key: 'of', Value: 'stream' };

describe('the tags of a stream (api-surface.md section 9, TagResource and ListTagsOfResource)', () => {
  it('are none at first [ack]', async () => {
    expect(await tagsOf(stream)).toEqual([]);
  });
  it('are apart from those of its table [ack]', async () => {
    await tag(stream, OWN);
    expect(await tagsOf(stream)).toEqual([OWN]);
    expect(await tagsOf(ARN + table)).toEqual([{ Key: 'of', Value: 'table' }]);
    await untag(ARN + table, 'of');
    expect(await tagsOf(stream)).toEqual([OWN]);
  });
  it('are taken away by their keys', async () => {
    await tag(stream, OWN, { Key: 'b', Value: '' });
    await untag(stream, 'b', 'c');
    expect(await tagsOf(stream)).toEqual([OWN]);
  });
  it('are 50 at most, with those that are there', async () => {
    await tag(stream, OWN);
    const Tags = Array.from({ length: 50 }, (_, i) => ({ Key: `k${String(i)}`, Value: '' }));
    expect(await refusalOf(tag(stream, ...Tags))).toBe(
      `${VALIDATION}Number of Tags exceed the current limit for the provided ResourceArn`,
    );
    expect(await tagsOf(stream)).toEqual([OWN]);
  });
  it('stay with a stream that is off, and are not those of the next one', async () => {
    await tag(stream, OWN);
    const update = (StreamSpecification: object): Promise<unknown> =>
      client.send(
        new UpdateTableCommand({
          TableName: table,
          StreamSpecification: { StreamEnabled: false, ...StreamSpecification },
        }),
      );
    await update({});
    await update({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
    expect(await tagsOf(await latestStreamOf(table))).toEqual([]);
    await tag(stream, { Key: 'more', Value: '' });
    expect(await tagsOf(stream)).toEqual([OWN, { Key: 'more', Value: '' }]);
  });
  it('stay while a stream whose table is gone can be read', async () => {
    await tag(stream, OWN);
    await client.send(new DeleteTableCommand({ TableName: table }));
    expect(await tagsOf(stream)).toEqual([OWN]);
    expect(await refusalOf(tagsOf(ARN + table))).toBe(unknownArnFault(ARN + table));
  });
  it.each(['stream/2000-01-01T00:00:00.000', 'stream/x'])(
    'are none of %s, which is not there [ack]',
    async (name) => {
      const arn = `${ARN}${table}/${name}`;
      expect(await refusalOf(tagsOf(arn))).toBe(unknownArnFault(arn));
      expect(await refusalOf(tag(arn, OWN))).toBe(unknownArnFault(arn));
      expect(await refusalOf(untag(arn, 'of'))).toBe(unknownArnFault(arn));
    },
  );
  it('are none of an ARN in upper case [ack]', async () => {
    const arn = stream.replace('conformance', 'CONFORMANCE');
    expect(await refusalOf(tagsOf(arn))).toBe(unknownArnFault(arn));
  });
});
