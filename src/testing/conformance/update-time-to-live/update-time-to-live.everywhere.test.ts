import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { constraintFault, tableNotFound, VALIDATION } from '../messages.ts';
import { rawRefusal, refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

const command = (Enabled: boolean, AttributeName: string): UpdateTimeToLiveCommand =>
  new UpdateTimeToLiveCommand({
    TableName,
    TimeToLiveSpecification: { Enabled, AttributeName },
  });
const refused = (Enabled: boolean, AttributeName: string): Promise<string> =>
  refusalOf(client.send(command(Enabled, AttributeName)));
const refusedSpecification = (TimeToLiveSpecification: unknown): Promise<string> =>
  rawRefusal('UpdateTimeToLive', { TableName, TimeToLiveSpecification });

describe('UpdateTimeToLive (api-surface.md section 9, semantics.md section 9)', () => {
  it('answers what was asked for [suite]', async () => {
    const { TimeToLiveSpecification } = await client.send(command(true, 'ttl'));
    expect(TimeToLiveSpecification).toEqual({ Enabled: true, AttributeName: 'ttl' });
  });
  it('answers nothing else', async () => {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl', Other: 1 };
    const { body } = await raw('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
    expect(body).toEqual({
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    });
  });
  it('switches expiry on [suite]', async () => {
    await client.send(command(true, 'ttl'));
    const answer = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(answer.TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'ttl',
    });
  });
  it('takes the partition key for the attribute', async () => {
    await client.send(command(true, 'pk'));
    const answer = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(answer.TimeToLiveDescription?.AttributeName).toBe('pk');
  });
  it('takes an attribute name of 255 characters', async () => {
    const { TimeToLiveSpecification } = await client.send(command(true, 'x'.repeat(255)));
    expect(TimeToLiveSpecification?.AttributeName).toHaveLength(255);
  });
});

describe('what UpdateTimeToLive refuses (api-surface.md section 9 [local], semantics.md section 9)', () => {
  it('is to switch on what is on', async () => {
    await client.send(command(true, 'ttl'));
    expect(await refused(true, 'ttl')).toBe(`${VALIDATION}TimeToLive is already enabled`);
  });
  it('is to switch off what is off', async () => {
    expect(await refused(false, 'ttl')).toBe(`${VALIDATION}TimeToLive is already disabled`);
  });
  it.each([true, false])('is another attribute while it is on (Enabled: %s)', async (enabled) => {
    await client.send(command(true, 'ttl'));
    expect(await refused(enabled, 'other')).toBe(
      `${VALIDATION}TimeToLive is active on a different AttributeName: current AttributeName is ttl`,
    );
  });
  it('is a second change within the hour', async () => {
    await client.send(command(true, 'ttl'));
    expect(await refused(false, 'ttl')).toBe(
      `${VALIDATION}Time to live has been modified multiple times within a fixed interval`,
    );
  });
  it('is an empty attribute name [suite]', async () => {
    expect(await refused(true, '')).toBe(
      constraintFault(
        "''",
        'timeToLiveSpecification.attributeName',
        'have length greater than or equal to 1',
      ),
    );
  });
  it('is an attribute name of 256 characters [model]', async () => {
    const name = 'x'.repeat(256);
    expect(await refused(true, name)).toBe(
      constraintFault(
        `'${name}'`,
        'timeToLiveSpecification.attributeName',
        'have length less than or equal to 255',
      ),
    );
  });
  it('is a change without an attribute name', async () => {
    expect(await refusedSpecification({ Enabled: true })).toBe(
      constraintFault('null', 'timeToLiveSpecification.attributeName', 'not be null'),
    );
  });
  it('is a change that says neither on nor off', async () => {
    expect(await refusedSpecification({ AttributeName: 'ttl' })).toBe(
      constraintFault('null', 'timeToLiveSpecification.enabled', 'not be null'),
    );
  });
  it('is an empty change', async () => {
    expect(await refusedSpecification({})).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value null at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'timeToLiveSpecification.enabled' failed to satisfy constraint: Member must not be null",
    );
  });
  it('is no change', async () => {
    expect(await refusedSpecification(undefined)).toBe(
      constraintFault('null', 'timeToLiveSpecification', 'not be null'),
    );
  });
  it('is a table that is not there [suite]', async () => {
    TableName = 'nowhere';
    expect(await refused(true, 'ttl')).toBe(tableNotFound('nowhere'));
  });
});
