import { DescribeEndpointsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client } from '../region.ts';

describe('what DescribeEndpoints answers (api-surface.md section 9, DescribeEndpoints)', () => {
  it('is one endpoint of the Region, good for a day [suite]', async () => {
    const { Endpoints } = await client.send(new DescribeEndpointsCommand());
    expect(Endpoints).toEqual([
      { Address: 'dynamodb.eu-west-2.amazonaws.com', CachePeriodInMinutes: 1440 },
    ]);
  });
});
