/**
 * The `ConsumedCapacity` member of answers. Source: capacity.md section 3.
 *
 * Tables have no indexes yet: their arms will join {@link ConsumedCapacity} beside `Table`, and `CapacityUnits` stays the
 * sum of all arms.
 */

export type ReturnConsumedCapacity = 'NONE' | 'TOTAL' | 'INDEXES';

/** Which named axis a transaction's units are repeated on; other requests name none. */
export type UnitAxis = 'ReadCapacityUnits' | 'WriteCapacityUnits';

interface Units {
  readonly CapacityUnits: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

export interface ConsumedCapacity extends Units {
  readonly TableName: string;
  readonly Table?: Units;
}

export interface CapacityCharge {
  /** As the request named the table: a name, or an ARN that is echoed. */
  readonly tableName: string;
  readonly units: number;
  readonly axis?: UnitAxis;
}

/** The wire shape of one charge, or undefined where none was asked for. */
export function consumedCapacity(
  mode: ReturnConsumedCapacity,
  { tableName, units, axis }: CapacityCharge,
): ConsumedCapacity | undefined {
  if (mode === 'NONE') return undefined;
  const arm: Units =
    axis === undefined ? { CapacityUnits: units } : { CapacityUnits: units, [axis]: units };
  if (mode === 'TOTAL') return { TableName: tableName, ...arm };
  return { TableName: tableName, ...arm, Table: arm };
}

/** Adds up charges by table, one element a table in the order the tables first appear. */
export function consumedCapacityByTable(
  mode: ReturnConsumedCapacity,
  charges: Iterable<CapacityCharge>,
): readonly ConsumedCapacity[] | undefined {
  if (mode === 'NONE') return undefined;
  const sums = new Map<string, CapacityCharge>();
  for (const charge of charges) {
    const sum = sums.get(charge.tableName)?.units ?? 0;
    sums.set(charge.tableName, { ...charge, units: sum + charge.units });
  }
  return [...sums.values()].flatMap((charge) => consumedCapacity(mode, charge) ?? []);
}
