/** Changes of the global indexes of a table. */
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { GlobalSecondaryIndexUpdate, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { client } from '../region.ts';
import { definition, globalIndex, keys } from './shapes.ts';

export const update = async (TableName: string, input: Partial<UpdateTableCommandInput>) =>
  (await client.send(new UpdateTableCommand({ TableName, ...input }))).TableDescription;

export function create(name: string, attribute = 'g'): Partial<UpdateTableCommandInput> {
  return {
    AttributeDefinitions: [definition(attribute)],
    GlobalSecondaryIndexUpdates: [{ Create: globalIndex(name, keys([attribute])) }],
  };
}

export function drop(IndexName: string): {
  GlobalSecondaryIndexUpdates: GlobalSecondaryIndexUpdate[];
} {
  return { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] };
}
