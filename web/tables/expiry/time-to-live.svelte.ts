/** Whether the items of a table expire, and by which attribute. */
import { unanswered, type Connection, type Failure } from '../../database/connection.svelte.ts';
import { isObject, prettyJson } from '../../values/json-text.ts';
import { timeToLiveRequest } from '../table-request.ts';

export class TimeToLive {
  readonly table: string;
  /** Empty until it is described. */
  status = $state('');
  /** Empty where items do not expire. */
  attribute = $state('');
  /** The attribute as typed, to switch expiry on. */
  field = $state('');
  failure: Failure | undefined = $state.raw();
  readonly isOn = $derived(this.attribute !== '');
  readonly requestText = $derived.by(() =>
    prettyJson(timeToLiveRequest(this.table, this.field.trim(), true)),
  );
  readonly switchOffText = $derived.by(() =>
    prettyJson(timeToLiveRequest(this.table, this.attribute, false)),
  );
  readonly #connection: Connection;

  constructor(table: string, connection: Connection) {
    this.table = table;
    this.#connection = connection;
  }

  /** Does not reject: what a broken connection did not tell is not shown. */
  async refresh(): Promise<void> {
    await this.#describe().catch(() => undefined);
  }

  /** True when items expire from now on. */
  enable(): Promise<boolean> {
    return this.#send(this.requestText);
  }

  disable(): Promise<boolean> {
    return this.#send(this.switchOffText);
  }

  async #send(text: string): Promise<boolean> {
    try {
      this.failure = (await this.#connection.call('UpdateTimeToLive', text)).failure;
    } catch (error) {
      this.failure = unanswered(error);
    }
    await this.refresh();
    return this.failure === undefined;
  }

  async #describe(): Promise<void> {
    const request = JSON.stringify({ TableName: this.table });
    const { body } = await this.#connection.callUnlogged('DescribeTimeToLive', request);
    const described = body['TimeToLiveDescription'];
    if (!isObject(described)) return;
    const { TimeToLiveStatus: status, AttributeName: attribute } = described;
    this.status = typeof status === 'string' ? status : '';
    this.attribute = typeof attribute === 'string' ? attribute : '';
  }
}
