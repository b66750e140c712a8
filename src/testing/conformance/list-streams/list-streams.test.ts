import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { constraintFault, VALIDATION } from '../messages.ts';
import { client, freshTable } from '../region.ts';
import { askStreams, latestStreamOf, streamedTable, streamsRefused } from '../streams.ts';

interface Listed {
  readonly Streams: readonly {
    readonly StreamArn: string;
    readonly TableName: string;
    readonly StreamLabel: string;
  }[];
  readonly LastEvaluatedStreamArn?: string;
}

const list = (body: object): Promise<Listed> => askStreams<Listed>('ListStreams', body);
const arnsOf = ({ Streams }: Listed): readonly string[] => Streams.map((each) => each.StreamArn);

async function switchedOff(TableName: string): Promise<void> {
  const StreamSpecification = { StreamEnabled: false };
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
}

describe('ListStreams (api-surface.md, DynamoDB Streams)', () => {
  it('answers ARN, table and label of the streams of one table [suite]', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await streamedTable();
    const label = StreamArn.split('/stream/')[1];
    expect(await list({ TableName })).toEqual({
      Streams: [{ StreamArn, TableName, StreamLabel: label }],
    });
    expect(label).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
  });

  it('answers nothing for a table that has none, or is not there', async () => {
    expect(await list({ TableName: await freshTable() })).toEqual({ Streams: [] });
    expect(await list({ TableName: 'no_such_table' })).toEqual({ Streams: [] });
  });

  it('knows streams that were switched off, in the order of their labels', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await switchedOff(TableName);
    expect(arnsOf(await list({ TableName }))).toEqual([StreamArn]);
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' as const };
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    const latest = await latestStreamOf(TableName);
    expect(arnsOf(await list({ TableName }))).toEqual([StreamArn, latest]);
  });

  it('knows streams of tables that are gone, in the order of their names', async () => {
    const gone = await streamedTable();
    await client.send(new DeleteTableCommand({ TableName: gone.TableName }));
    const living = await streamedTable();
    expect(arnsOf(await list({ TableName: gone.TableName }))).toEqual([gone.StreamArn]);
    const all = arnsOf(await list({}));
    expect(all.indexOf(living.StreamArn)).toBeGreaterThanOrEqual(0);
    expect(all.indexOf(gone.StreamArn) < all.indexOf(living.StreamArn)).toBe(
      gone.TableName < living.TableName,
    );
  });

  // validation.md section 16.
  it('goes on behind a stream that was switched off, or whose table was deleted, since', async () => {
    const at = await streamedTable();
    const rest = async (): Promise<readonly string[]> =>
      arnsOf(await list({ ExclusiveStartStreamArn: at.StreamArn }));
    const all = arnsOf(await list({}));
    const expected = all.slice(all.indexOf(at.StreamArn) + 1);
    expect(all).toContain(at.StreamArn);
    expect(await rest()).toEqual(expected);
    await switchedOff(at.TableName);
    expect(await rest()).toEqual(expected);
    await client.send(new DeleteTableCommand({ TableName: at.TableName }));
    expect(await rest()).toEqual(expected);
  });

  it('pages by the ARN of the last stream', async () => {
    const all = arnsOf(await list({}));
    const paged: string[] = [];
    let ExclusiveStartStreamArn: string | undefined;
    do {
      const page = await list({ Limit: 2, ExclusiveStartStreamArn });
      expect(page.Streams.length).toBeLessThanOrEqual(2);
      paged.push(...arnsOf(page));
      ExclusiveStartStreamArn = page.LastEvaluatedStreamArn;
    } while (ExclusiveStartStreamArn !== undefined);
    expect(all.length).toBeGreaterThan(4);
    expect(paged).toEqual(all);
  });

  it.each([
    [{ Limit: 0 }, constraintFault("'0'", 'limit', 'have value greater than or equal to 1')],
    [{ Limit: 101 }, constraintFault("'101'", 'limit', 'have value less than or equal to 100')],
    [
      { TableName: 'ab' },
      constraintFault("'ab'", 'tableName', 'have length greater than or equal to 3'),
    ],
    [
      { ExclusiveStartStreamArn: 'x'.repeat(36) },
      constraintFault(
        `'${'x'.repeat(36)}'`,
        'exclusiveStartStreamArn',
        'have length greater than or equal to 37',
      ),
    ],
    [{ ExclusiveStartStreamArn: 'x'.repeat(37) }, `${VALIDATION}Invalid StreamArn`],
  ])('refuses %j', async (body, message) => {
    expect(await streamsRefused('ListStreams', body)).toBe(message);
  });
});
