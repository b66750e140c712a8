import type { TableAbroad } from './messages/region-messages.ts';

/**
 * What one request was told by other Regions. It holds for that request and no other: what a Region said to an earlier one may have
 * changed since.
 */
export class HeardTables {
  #tables: Map<string, TableAbroad | 'none' | 'silent'> | undefined;

  /** Throws `RegionFault` where nobody has asked yet. */
  find(region: string, tableName: string): TableAbroad | 'none' | 'silent' {
    const table = this.#tables?.get(`${region}/${tableName}`);
    if (table === undefined) throw new RegionFault(region, tableName);
    return table;
  }

  note({ region, tableName }: RegionFault, table: TableAbroad | 'none' | 'silent'): void {
    this.#tables ??= new Map();
    this.#tables.set(`${region}/${tableName}`, table);
  }
}

/**
 * A request needs to know what another Region has under a table's name. The executor asks, and runs the request again: with an answer,
 * or with the knowledge that none comes.
 */
export class RegionFault extends Error {
  override readonly name = 'RegionFault';
  readonly region: string;
  readonly tableName: string;

  constructor(region: string, tableName: string) {
    super('another Region has to be asked');
    this.region = region;
    this.tableName = tableName;
  }
}
