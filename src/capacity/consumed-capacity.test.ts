import { describe, expect, it } from 'vitest';
import { consumedCapacity, consumedCapacityByTable } from './consumed-capacity.ts';

describe('consumed capacity', () => {
  it('is absent unless asked for', () => {
    expect(consumedCapacity('NONE', { tableName: 't', units: 1 })).toBeUndefined();
    expect(consumedCapacityByTable('NONE', [{ tableName: 't', units: 1 }])).toBeUndefined();
  });

  it('is the table name and one number with TOTAL', () => {
    expect(consumedCapacity('TOTAL', { tableName: 't', units: 0.5 })).toEqual({
      TableName: 't',
      CapacityUnits: 0.5,
    });
  });

  it('adds the table arm with INDEXES', () => {
    expect(consumedCapacity('INDEXES', { tableName: 't', units: 2 })).toEqual({
      TableName: 't',
      CapacityUnits: 2,
      Table: { CapacityUnits: 2 },
    });
  });

  it('repeats the units of a transaction on their named axis, in every arm', () => {
    const charge = { tableName: 't', units: 2, axis: 'WriteCapacityUnits' } as const;
    expect(consumedCapacity('TOTAL', charge)).toEqual({
      TableName: 't',
      CapacityUnits: 2,
      WriteCapacityUnits: 2,
    });
    expect(consumedCapacity('INDEXES', charge)).toEqual({
      TableName: 't',
      CapacityUnits: 2,
      WriteCapacityUnits: 2,
      Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
    });
  });

  it('sums by table in the order tables first appear', () => {
    const charges = [
      { tableName: 'b', units: 1 },
      { tableName: 'a', units: 2 },
      { tableName: 'b', units: 3 },
    ];
    expect(consumedCapacityByTable('TOTAL', charges)).toEqual([
      { TableName: 'b', CapacityUnits: 4 },
      { TableName: 'a', CapacityUnits: 2 },
    ]);
  });
});
