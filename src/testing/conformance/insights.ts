/** Contributor insights through the SDK. */
import {
  DescribeContributorInsightsCommand,
  ListContributorInsightsCommand,
  UpdateContributorInsightsCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  ContributorInsightsMode,
  DescribeContributorInsightsCommandOutput,
  ListContributorInsightsCommandInput,
  ListContributorInsightsCommandOutput,
  UpdateContributorInsightsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { client } from './region.ts';

type Plain<T> = Omit<T, '$metadata'>;

function plain<T extends { readonly $metadata: unknown }>({ $metadata: _, ...rest }: T): Plain<T> {
  return rest;
}

export async function update(
  TableName: string | undefined,
  ContributorInsightsAction: 'ENABLE' | 'DISABLE',
  more: {
    readonly IndexName?: string;
    readonly ContributorInsightsMode?: ContributorInsightsMode;
  } = {},
): Promise<Plain<UpdateContributorInsightsCommandOutput>> {
  const input = { TableName, ContributorInsightsAction, ...more };
  return plain(await client.send(new UpdateContributorInsightsCommand(input)));
}

export async function describeInsights(
  TableName: string | undefined,
  IndexName?: string,
): Promise<Plain<DescribeContributorInsightsCommandOutput>> {
  return plain(await client.send(new DescribeContributorInsightsCommand({ TableName, IndexName })));
}

export async function listInsights(
  input: ListContributorInsightsCommandInput,
): Promise<Plain<ListContributorInsightsCommandOutput>> {
  return plain(await client.send(new ListContributorInsightsCommand(input)));
}

/** The members of CreateTable that make global indexes of these names, keyed by an attribute of the same name. */
export function globalIndexes(...names: string[]): object {
  return {
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: names.map((name) => ({
      IndexName: name,
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  };
}

export function indexNotFound(table: string, index: string): string {
  return (
    'ResourceNotFoundException: Requested resource not found: ' +
    `Index: ${index} not found for table: ${table}`
  );
}
