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
