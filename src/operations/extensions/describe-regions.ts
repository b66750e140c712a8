import type { RegionState } from '../../wire/extensions/regions.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';

const parse = requestShape({});

/** How replication stands in this Region: its region replicas, the links to it, the latest conflicts. */
export const describeRegions: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeRegions',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: (_, { region, regions, world }) => {
    const state: RegionState = {
      Region: region,
      NowMs: world.service.now(),
      ...regions.report(),
      Links: regions.links().map((link) => ({ ...link, To: region })),
    };
    return JSON.stringify(state);
  },
};
