/**
 * The `ConsumedCapacity` member of answers: the table's arm and those of its indexes; `CapacityUnits` is the sum of all.
 * Source: capacity.md section 3.
 */

export type ReturnConsumedCapacity = 'NONE' | 'TOTAL' | 'INDEXES';

/** Which named axis a transaction's units are repeated on; other requests name none. */
export type UnitAxis = 'ReadCapacityUnits' | 'WriteCapacityUnits';

/** Units by index name. Indexes that cost nothing are absent. */
export interface IndexUnits {
  readonly local: Readonly<Record<string, number>>;
  readonly global: Readonly<Record<string, number>>;
}

interface Units {
  readonly CapacityUnits: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

type Arms = Readonly<Record<string, Units>>;

export interface ConsumedCapacity extends Units {
  readonly TableName: string;
  readonly Table?: Units;
  readonly LocalSecondaryIndexes?: Arms;
  readonly GlobalSecondaryIndexes?: Arms;
}

export interface CapacityCharge {
  /** As the request named the table: a name, or an ARN that is echoed. */
  readonly tableName: string;
  /** Of the table's own arm. */
  readonly units: number;
  readonly indexes?: IndexUnits;
  readonly axis?: UnitAxis;
}

/** The wire shape of one charge, or undefined where none was asked for. */
export function consumedCapacity(
  mode: ReturnConsumedCapacity,
  { tableName, units, indexes, axis }: CapacityCharge,
): ConsumedCapacity | undefined {
  if (mode === 'NONE') return undefined;
  const total = units + sumOf(indexes?.local) + sumOf(indexes?.global);
  const head = { TableName: tableName, ...arm(total, axis) };
  if (mode === 'TOTAL') return head;
  return {
    ...head,
    Table: arm(units, axis),
    ...armsMember('LocalSecondaryIndexes', indexes?.local, axis),
    ...armsMember('GlobalSecondaryIndexes', indexes?.global, axis),
  };
}

function arm(units: number, axis: UnitAxis | undefined): Units {
  return axis === undefined ? { CapacityUnits: units } : { CapacityUnits: units, [axis]: units };
}

function armsMember(
  member: 'LocalSecondaryIndexes' | 'GlobalSecondaryIndexes',
  units: IndexUnits['local'] | undefined,
  axis: UnitAxis | undefined,
): { readonly [member in 'LocalSecondaryIndexes' | 'GlobalSecondaryIndexes']?: Arms } {
  const entries = Object.entries(units ?? {});
  if (entries.length === 0) return {};
  return { [member]: Object.fromEntries(entries.map(([name, each]) => [name, arm(each, axis)])) };
}

function sumOf(units: IndexUnits['local'] | undefined): number {
  return Object.values(units ?? {}).reduce((sum, each) => sum + each, 0);
}

/** Adds up charges by table, one element a table in the order the tables first appear. */
export function consumedCapacityByTable(
  mode: ReturnConsumedCapacity,
  charges: Iterable<CapacityCharge>,
): readonly ConsumedCapacity[] | undefined {
  if (mode === 'NONE') return undefined;
  const sums = new Map<string, CapacityCharge>();
  for (const charge of charges) {
    const sum = sums.get(charge.tableName);
    sums.set(charge.tableName, sum === undefined ? charge : addCharges(sum, charge));
  }
  return [...sums.values()].flatMap((charge) => consumedCapacity(mode, charge) ?? []);
}

/** Both charges as one, of the table that the first names. */
export function addCharges(a: CapacityCharge, b: CapacityCharge): CapacityCharge {
  const units = a.units + b.units;
  if (b.indexes === undefined) return { ...a, units };
  const indexes = {
    local: addedUnits(a.indexes?.local ?? {}, b.indexes.local),
    global: addedUnits(a.indexes?.global ?? {}, b.indexes.global),
  };
  return { ...a, units, indexes };
}

function addedUnits(
  a: IndexUnits['local'],
  b: IndexUnits['local'],
): Readonly<Record<string, number>> {
  const sum = { ...a };
  for (const [name, units] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + units;
  return sum;
}
