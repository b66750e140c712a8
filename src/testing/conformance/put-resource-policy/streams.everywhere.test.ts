import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { allowing, ARN, deletePolicy, getPolicy, policyNotFound, putPolicy } from '../policies.ts';
import { refusalOf } from '../refusals.ts';
import { client, raw } from '../region.ts';
import { latestStreamOf, streamedTable } from '../streams.ts';

const READ = allowing('dynamodb:GetRecords');
const DESCRIBE = allowing('dynamodb:DescribeStream');

let table: string;
let stream: string;

beforeEach(async () => {
  const { TableName, StreamArn } = await streamedTable();
  [table, stream] = [TableName, StreamArn];
});

const switchStream = (StreamSpecification: {
  StreamEnabled: boolean;
  StreamViewType?: 'KEYS_ONLY';
}): Promise<unknown> =>
  client.send(new UpdateTableCommand({ TableName: table, StreamSpecification }));

describe('the policy of a stream (api-surface.md section 9, GetResourcePolicy; access.md section 10)', () => {
  it('is none at first [ack]', async () => {
    expect(await refusalOf(getPolicy(stream))).toBe(policyNotFound(stream));
    const answer = await raw('DeleteResourcePolicy', { ResourceArn: stream });
    expect(answer).toEqual({ status: 200, body: {} });
  });
  it('is apart from the one of its table, with a revision of its own [ack]', async () => {
    const ofTable = await putPolicy(ARN + table, allowing('dynamodb:GetItem'));
    const ofStream = await putPolicy(stream, READ);
    expect(await getPolicy(stream)).toEqual([READ, ofStream]);
    expect(await getPolicy(ARN + table)).toEqual([allowing('dynamodb:GetItem'), ofTable]);
    expect(await deletePolicy(ARN + table)).toBe(ofTable);
    expect(await getPolicy(stream)).toEqual([READ, ofStream]);
  });
  it('is changed and taken away by revisions', async () => {
    const first = await putPolicy(stream, READ, 'NO_POLICY');
    expect(await putPolicy(stream, READ, first)).toBe(first);
    const second = await putPolicy(stream, DESCRIBE, first);
    expect(Number(second)).toBeGreaterThan(Number(first));
    expect(await deletePolicy(stream, second)).toBe(second);
    expect(await refusalOf(getPolicy(stream))).toBe(policyNotFound(stream));
  });
  it('is expected by the label of the stream, in words of ours (unconfirmed)', async () => {
    const label = stream.split('/stream/')[1] ?? '';
    expect(await refusalOf(deletePolicy(stream, '1'))).toBe(
      policyNotFound(
        `Requested update for policy with revision id 1, but stream ${label} has no associated policy.`,
      ),
    );
  });
  it('is not that of the next stream of the table, and stays with the one that is off', async () => {
    const revision = await putPolicy(stream, READ);
    await switchStream({ StreamEnabled: false });
    await switchStream({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' });
    const next = await latestStreamOf(table);
    expect(await refusalOf(getPolicy(next))).toBe(policyNotFound(next));
    expect(await getPolicy(stream)).toEqual([READ, revision]);
    await putPolicy(stream, DESCRIBE);
    expect((await getPolicy(stream))[0]).toBe(DESCRIBE);
  });
  it('can be changed when the table is gone [docs]', async () => {
    await putPolicy(stream, READ);
    await client.send(new DeleteTableCommand({ TableName: table }));
    expect((await getPolicy(stream))[0]).toBe(READ);
    await putPolicy(stream, DESCRIBE);
    await deletePolicy(stream);
    expect(await refusalOf(getPolicy(stream))).toBe(policyNotFound(stream));
  });
});
