/** Updates of fresh items of one table, for tests of what expressions do. */
import { ask, fill, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let table: Promise<string> | undefined;

/** The table of the updates, its key `pk`. One a test file. */
export function tableOfUpdates(): Promise<string> {
  return (table ??= freshTable());
}

let count = 0;

export interface Update {
  /** What stands beside the key before it; no item where it is left out. */
  readonly from?: Attributes;
  readonly expression: string;
  readonly values?: Attributes;
  readonly names?: Record<string, string>;
}

/** The request of an update, of an item of its own. */
export async function prepared({ from, expression, values, names }: Update) {
  const TableName = await tableOfUpdates();
  const Key = { pk: { S: `k${String(++count)}` } };
  if (from !== undefined) await fill(TableName, [{ ...Key, ...from }]);
  return {
    TableName,
    Key,
    UpdateExpression: expression,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
}

/** What stands beside the key after the update. Throws where the key is not what it was. */
export async function after(update: Update): Promise<Attributes> {
  const request = await prepared(update);
  await ask('UpdateItem', request);
  const { pk, ...rest } = (await stored(request.TableName, request.Key)) ?? {};
  if (pk?.S !== request.Key.pk.S) throw new Error('the update has left no item of this key');
  return rest;
}

export async function refusalOfUpdate(update: Update): Promise<string> {
  return refused('UpdateItem', await prepared(update));
}

export const S = (text: string): Attributes[string] => ({ S: text });
export const N = (text: string): Attributes[string] => ({ N: text });
export const list = (...members: string[]): Attributes[string] => ({ L: members.map(S) });

export const INVALID_PATH = `${VALIDATION}The document path provided in the update expression is invalid for update`;
export const WRONG_OPERAND = `${VALIDATION}An operand in the update expression has an incorrect data type`;
export const NO_ATTRIBUTE = `${VALIDATION}The provided expression refers to an attribute that does not exist in the item`;
