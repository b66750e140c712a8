import { describe, expect, it } from 'vitest';
import { INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { freshTable } from '../region.ts';
import { described, updated } from '../tables.ts';

const REGION = 'eu-west-2';
const DisassociationMode = 'WAIT_FOR_REPLICATION';

/** A replica whose other Region is not open. */
async function replica(): Promise<string> {
  const TableName = await freshTable();
  await updated(TableName, { ReplicaUpdates: [{ Create: { RegionName: 'us-east-1' } }] });
  return TableName;
}

const leave = (RegionName: string): object => ({
  ReplicaUpdates: [{ Disassociate: { RegionName, DisassociationMode } }],
});

/** What comes of a departure: src/testing/regions/departure.test.ts. */
describe('the protection of a replica against disassociation (api-surface.md section 5) [model]', () => {
  it('is on and told in replicas, and in no other table', async () => {
    const TableName = await freshTable();
    expect(await described(TableName)).not.toHaveProperty('DisassociationProtectionEnabled');
    expect((await described(await replica())).DisassociationProtectionEnabled).toBe(true);
  });

  it('is switched off and on again, the table ACTIVE, its replicas told', async () => {
    const TableName = await replica();
    for (const DisassociationProtectionEnabled of [false, false, true]) {
      const answer = await updated(TableName, { DisassociationProtectionEnabled });
      expect(answer).toMatchObject({
        TableStatus: 'ACTIVE',
        DisassociationProtectionEnabled,
        GlobalTableVersion: '2019.11.21',
        Replicas: [{ RegionName: 'us-east-1' }],
      });
      expect(await described(TableName)).toMatchObject({ DisassociationProtectionEnabled });
    }
  });

  it('is on again in a table that was made a replica again', async () => {
    const TableName = await replica();
    await updated(TableName, { DisassociationProtectionEnabled: false });
    await updated(TableName, { ReplicaUpdates: [{ Delete: { RegionName: 'us-east-1' } }] });
    expect(await described(TableName)).not.toHaveProperty('DisassociationProtectionEnabled');
    await updated(TableName, { ReplicaUpdates: [{ Create: { RegionName: 'us-west-2' } }] });
    expect((await described(TableName)).DisassociationProtectionEnabled).toBe(true);
  });

  it('changes alone', async () => {
    const TableName = await replica();
    expect(
      await refusalOf(
        updated(TableName, {
          DisassociationProtectionEnabled: false,
          OnDemandThroughput: { MaxReadRequestUnits: 5 },
        }),
      ),
    ).toBe(
      `${INVALID_PARAMETER}DisassociationProtection modification must be the only operation in the request`,
    );
    expect((await described(TableName)).DisassociationProtectionEnabled).toBe(true);
  });

  it('is refused in a table without replicas (our text)', async () => {
    expect(
      await refusalOf(updated(await freshTable(), { DisassociationProtectionEnabled: false })),
    ).toBe(
      `${INVALID_PARAMETER}DisassociationProtectionEnabled can only be specified for a replica of a global table`,
    );
  });
});

describe('Disassociate is refused (api-surface.md section 5; our texts)', () => {
  it.each([
    [
      'of a protected replica',
      leave(REGION),
      `${VALIDATION}Replica cannot be disassociated as it is currently protected against disassociation. Disable disassociation protection first.`,
    ],
    [
      'of another Region',
      leave('us-east-1'),
      `${INVALID_PARAMETER}Only the local replica can be disassociated`,
    ],
    [
      'beside another action',
      {
        ReplicaUpdates: [
          { Disassociate: { RegionName: REGION, DisassociationMode } },
          { Delete: { RegionName: 'us-east-1' } },
        ],
      },
      `${INVALID_PARAMETER}Disassociate must be the only replica action in the request`,
    ],
    [
      'beside another member of its entry',
      {
        ReplicaUpdates: [
          {
            Disassociate: { RegionName: REGION, DisassociationMode },
            Delete: { RegionName: 'us-east-1' },
          },
        ],
      },
      `${INVALID_PARAMETER}Disassociate must be the only replica action in the request`,
    ],
    [
      'beside another change',
      { ...leave(REGION), DeletionProtectionEnabled: true },
      `${INVALID_PARAMETER}DeletionProtection modification must be the only operation in the request`,
    ],
    [
      'with another mode',
      {
        ReplicaUpdates: [{ Disassociate: { RegionName: REGION, DisassociationMode: 'FORCE' } }],
      },
      `${VALIDATION}1 validation error detected: Value 'FORCE' at 'replicaUpdates.1.member.disassociate.disassociationMode' failed to satisfy constraint: Member must satisfy enum value set: [WAIT_FOR_REPLICATION]`,
    ],
  ])('%s', async (_, members, expected) => {
    const TableName = await replica();
    expect(await refusalOf(updated(TableName, members))).toBe(expected);
    expect(await described(TableName)).toMatchObject({ TableStatus: 'ACTIVE' });
  });

  it('of a table without replicas', async () => {
    expect(await refusalOf(updated(await freshTable(), leave(REGION)))).toBe(
      `${VALIDATION}Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [${REGION}].`,
    );
  });

  it('while a replica is being added', async () => {
    const TableName = await replica();
    await updated(TableName, { DisassociationProtectionEnabled: false });
    expect(await refusalOf(updated(TableName, leave(REGION)))).toBe(
      'ResourceInUseException: The resource which you are attempting to change is in use.',
    );
  });
});
