/**
 * Requests by the name of their operation, sent through the AWS SDK's own commands.
 */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeValue,
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  CancellationReason,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { refusalOf } from './refusals.ts';
import { client, refusal } from './region.ts';

interface Exchanges {
  readonly GetItem: readonly [GetItemCommandInput, GetItemCommandOutput];
  readonly PutItem: readonly [PutItemCommandInput, PutItemCommandOutput];
  readonly UpdateItem: readonly [UpdateItemCommandInput, UpdateItemCommandOutput];
  readonly DeleteItem: readonly [DeleteItemCommandInput, DeleteItemCommandOutput];
  readonly BatchGetItem: readonly [BatchGetItemCommandInput, BatchGetItemCommandOutput];
  readonly BatchWriteItem: readonly [BatchWriteItemCommandInput, BatchWriteItemCommandOutput];
  readonly TransactGetItems: readonly [TransactGetItemsCommandInput, TransactGetItemsCommandOutput];
  readonly TransactWriteItems: readonly [
    TransactWriteItemsCommandInput,
    TransactWriteItemsCommandOutput,
  ];
  readonly Query: readonly [QueryCommandInput, QueryCommandOutput];
  readonly Scan: readonly [ScanCommandInput, ScanCommandOutput];
}

export type Operation = keyof Exchanges;

const COMMANDS = {
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  DeleteItem: DeleteItemCommand,
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  TransactGetItems: TransactGetItemsCommand,
  TransactWriteItems: TransactWriteItemsCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
} as const;

export type Attributes = Record<string, AttributeValue>;

/** Sends a request that no type of the SDK describes, as the SDK writes it. */
async function send(operation: Operation, input: object): Promise<object> {
  // The commands take inputs of different types; which one this is was left to the caller.
  const Command = COMMANDS[operation] as unknown as typeof GetItemCommand;
  return client.send(new Command(input as never) as never);
}

/** The whole answer: every member that is there, and none of the SDK's own. */
export async function ask<K extends Operation>(
  operation: K,
  input: Exchanges[K][0],
): Promise<Omit<Exchanges[K][1], '$metadata'>> {
  const answer = Object.entries(await send(operation, input)).filter(
    ([member, value]) => member !== '$metadata' && value !== undefined,
  );
  return Object.fromEntries(answer) as Omit<Exchanges[K][1], '$metadata'>;
}

/** What a request that must fail was told: `ValidationException: the message`. */
export async function refused(operation: Operation, input: object): Promise<string> {
  return refusalOf(send(operation, input));
}

/** The reasons of a transaction that was cancelled. Throws where it met another end. */
export async function reasonsOf(
  operation: 'TransactGetItems' | 'TransactWriteItems',
  input: object,
): Promise<readonly CancellationReason[]> {
  const { error } = await refusal(send(operation, input));
  if (!(error instanceof TransactionCanceledException)) throw error;
  return error.CancellationReasons ?? [];
}

/** Puts items, none of them there before. */
export async function fill(TableName: string, items: readonly Attributes[]): Promise<void> {
  await Promise.all(items.map((Item) => ask('PutItem', { TableName, Item })));
}

/** The item at `Key`, undefined where there is none. */
export async function stored(TableName: string, Key: Attributes): Promise<Attributes | undefined> {
  const { Item } = await ask('GetItem', { TableName, Key, ConsistentRead: true });
  return Item;
}
