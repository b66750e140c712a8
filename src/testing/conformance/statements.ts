/** PartiQL statements, sent by the SDK's client. */
import { ExecuteStatementCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type {
  AttributeValue,
  ExecuteStatementCommandInput,
  ExecuteStatementCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { refusalOf } from './refusals.ts';
import { client, refusal } from './region.ts';

export type SdkItem = Record<string, AttributeValue>;
export type StatementOptions = Omit<ExecuteStatementCommandInput, 'Statement'>;

/** The answer to a statement. */
export function execute(
  Statement: string,
  options: StatementOptions = {},
): Promise<ExecuteStatementCommandOutput> {
  return client.send(new ExecuteStatementCommand({ Statement, ...options }));
}

/** The items of its answer. */
export async function itemsOf(
  statement: string,
  options: StatementOptions = {},
): Promise<readonly SdkItem[] | undefined> {
  return (await execute(statement, options)).Items;
}

/** `Name: message` of what it is refused with. */
export async function refusedWith(
  statement: string,
  options: StatementOptions = {},
): Promise<string> {
  return refusalOf(execute(statement, options));
}

/** The message of a ValidationException that it is refused with. */
export async function invalid(statement: string, options: StatementOptions = {}): Promise<string> {
  const { name, message } = await refusal(execute(statement, options));
  if (name !== 'ValidationException') throw new Error(`refused otherwise: ${name}: ${message}`);
  return message;
}

export async function put(TableName: string, ...items: readonly SdkItem[]): Promise<void> {
  for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }));
}

export const NOT_WELL_FORMED = "Statement wasn't well formed, can't be processed: ";
