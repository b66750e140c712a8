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

/** What one access to a table costs. */
export interface Charge {
  /** Of the table's own arm. */
  readonly units: number;
  readonly indexes?: IndexUnits;
  readonly axis?: UnitAxis;
}

/** An access to a table, which tells its charge to whoever asks. */
export interface Charged {
  readonly charge: () => Charge;
}

/** An access to a table as the request named that: by its name, or by an ARN that is echoed. */
export interface NamedAccess {
  readonly tableName: string;
  readonly access: Charged;
}

/** The wire shape of one charge, or undefined where none was asked for. */
export function consumedCapacity(
  mode: ReturnConsumedCapacity,
  tableName: string,
  charged: Charged,
): ConsumedCapacity | undefined {
  return mode === 'NONE' ? undefined : rendered(mode, tableName, charged.charge());
}

function rendered(
  mode: Exclude<ReturnConsumedCapacity, 'NONE'>,
  tableName: string,
  { units, indexes, axis }: Charge,
): ConsumedCapacity {
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
  accesses: Iterable<NamedAccess>,
): readonly ConsumedCapacity[] | undefined {
  if (mode === 'NONE') return undefined;
  const sums = new Map<string, Charge>();
  for (const { tableName, access } of accesses) {
    const sum = sums.get(tableName);
    const charge = access.charge();
    sums.set(tableName, sum === undefined ? charge : addCharges(sum, charge));
  }
  return [...sums].map(([tableName, charge]) => rendered(mode, tableName, charge));
}

/** Both charges as one, on the axis of the first. */
export function addCharges(a: Charge, b: Charge): Charge {
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
