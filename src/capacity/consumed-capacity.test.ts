import { describe, expect, it } from 'vitest';
import { consumedCapacity, consumedCapacityByTable } from './consumed-capacity.ts';
import type { Charge, Charged, NamedAccess } from './consumed-capacity.ts';

const charged = (charge: Charge): Charged => ({ charge: () => charge });
const of = (tableName: string, units: number): NamedAccess => ({
  tableName,
  access: charged({ units }),
});

describe('consumed capacity', () => {
  it('is absent unless asked for', () => {
    expect(consumedCapacity('NONE', 't', charged({ units: 1 }))).toBeUndefined();
    expect(consumedCapacityByTable('NONE', [of('t', 1)])).toBeUndefined();
  });

  it('is the table name and one number with TOTAL', () => {
    expect(consumedCapacity('TOTAL', 't', charged({ units: 0.5 }))).toEqual({
      TableName: 't',
      CapacityUnits: 0.5,
    });
  });

  it('adds the table arm with INDEXES', () => {
    expect(consumedCapacity('INDEXES', 't', charged({ units: 2 }))).toEqual({
      TableName: 't',
      CapacityUnits: 2,
      Table: { CapacityUnits: 2 },
    });
  });

  it('repeats the units of a transaction on their named axis, in every arm', () => {
    const write = charged({ units: 2, axis: 'WriteCapacityUnits' });
    expect(consumedCapacity('TOTAL', 't', write)).toEqual({
      TableName: 't',
      CapacityUnits: 2,
      WriteCapacityUnits: 2,
    });
    expect(consumedCapacity('INDEXES', 't', write)).toEqual({
      TableName: 't',
      CapacityUnits: 2,
      WriteCapacityUnits: 2,
      Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
    });
  });

  it('sums by table in the order tables first appear', () => {
    const charges = [of('b', 1), of('a', 2), of('b', 3)];
    expect(consumedCapacityByTable('TOTAL', charges)).toEqual([
      { TableName: 'b', CapacityUnits: 4 },
      { TableName: 'a', CapacityUnits: 2 },
    ]);
  });
});
