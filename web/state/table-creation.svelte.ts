/** The form of CreateTable. */
import { prettyJson } from '../model/json-text.ts';
import type { ScalarType } from '../model/table-summary.ts';
import type { Connection, Failure } from './connection.svelte.ts';
import type { Tables } from './tables.svelte.ts';

export class TableCreation {
  name = $state('');
  partitionName = $state('');
  partitionType: ScalarType = $state('S');
  sortName = $state('');
  sortType: ScalarType = $state('S');
  billing: 'PAY_PER_REQUEST' | 'PROVISIONED' = $state('PAY_PER_REQUEST');
  readUnits = $state('5');
  writeUnits = $state('5');
  busy = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly requestText = $derived(prettyJson(this.#request()));
  readonly #connection: Connection;
  readonly #tables: Tables;

  constructor(connection: Connection, tables: Tables) {
    this.#connection = connection;
    this.#tables = tables;
  }

  /** True when the table was made. */
  async create(): Promise<boolean> {
    this.busy = true;
    this.failure = undefined;
    try {
      const { failure } = await this.#connection.call('CreateTable', this.requestText);
      this.failure = failure;
      await this.#tables.refresh();
      return failure === undefined;
    } finally {
      this.busy = false;
    }
  }

  reset(): void {
    this.name = '';
    this.partitionName = '';
    this.sortName = '';
    this.failure = undefined;
  }

  #request(): object {
    const hasSort = this.sortName.trim() !== '';
    const definitions = [{ AttributeName: this.partitionName, AttributeType: this.partitionType }];
    const schema = [{ AttributeName: this.partitionName, KeyType: 'HASH' }];
    if (hasSort) {
      definitions.push({ AttributeName: this.sortName, AttributeType: this.sortType });
      schema.push({ AttributeName: this.sortName, KeyType: 'RANGE' });
    }
    const throughput = {
      ReadCapacityUnits: Number(this.readUnits),
      WriteCapacityUnits: Number(this.writeUnits),
    };
    return {
      TableName: this.name,
      AttributeDefinitions: definitions,
      KeySchema: schema,
      BillingMode: this.billing,
      ...(this.billing === 'PROVISIONED' ? { ProvisionedThroughput: throughput } : {}),
    };
  }
}
