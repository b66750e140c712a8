import { expect, it } from 'vitest';
import { RegionPair } from './region-pair.ts';

const HOUR = 3_600_000;
const WRITES = 1_500;

it('of a replica that has left nobody reads the log, and it is trimmed as that of any table', async () => {
  await RegionPair.played(async (pair) => {
    const { two } = pair;
    await pair.update(two, { DisassociationProtectionEnabled: false });
    const DisassociationMode = 'WAIT_FOR_REPLICATION';
    const ReplicaUpdates = [{ Disassociate: { RegionName: two.name, DisassociationMode } }];
    await pair.update(two, { ReplicaUpdates });
    await pair.pause(10_000);
    expect(await pair.tableIn(two)).not.toHaveProperty('Replicas');
    await pair.update(two, { StreamSpecification: { StreamEnabled: false } });
    // What was a stream can be read for a day.
    await pair.pause(25 * HOUR);
    for (let i = 0; i < WRITES; i++) await pair.put(two, String(i % 50), 'x'.repeat(20_000));
    await pair.pause(10_000);
    expect(two.device.disk.frames.size).toBeLessThan(1_000);
  });
});
