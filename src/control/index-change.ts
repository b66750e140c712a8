import { DynamoError, invalidParameter, validationError } from '../wire/dynamo-error.ts';
import { checkGlobalIndexes } from './index-rules.ts';
import type { IndexedTable } from './index-rules.ts';
import { refuseLater } from './later-features.ts';
import type {
  GlobalIndexUpdatesRequest,
  StreamRequest,
  VectorIndexUpdatesRequest,
} from './table-shapes.ts';
import { checkVectorIndexes } from './vector-index-rules.ts';

/** Changes of UpdateTable to indexes and the stream of a table that has none of them yet. */
export interface AddedFeatures {
  readonly globalIndexes: GlobalIndexUpdatesRequest | undefined;
  readonly vectorIndexes: VectorIndexUpdatesRequest | undefined;
  readonly stream: StreamRequest | undefined;
}

/** Refuses what AWS would, and then what this version cannot do. `table` holds the definitions of the request. */
export function refuseAddedFeatures(
  table: IndexedTable & { readonly name: string },
  { globalIndexes = [], vectorIndexes = [], stream }: AddedFeatures,
): void {
  checkStreamChange(stream);
  const updates = [...globalIndexes, ...vectorIndexes];
  if (updates.some((each) => each.Create === undefined)) {
    throw new DynamoError('ResourceNotFoundException', 'Requested resource not found');
  }
  if (updates.length > 1) {
    throw new DynamoError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const globals = globalIndexes.flatMap((each) => each.Create ?? []);
  const vectors = vectorIndexes.flatMap((each) => each.Create ?? []);
  if (globals.length > 0) checkGlobalIndexes(table, globals, new Set());
  if (vectors.length > 0) checkVectorIndexes(table, vectors);
  refuseLater('GlobalSecondaryIndexUpdates', globals.length > 0);
  refuseLater('VectorIndexUpdates', vectors.length > 0);
  if (stream?.StreamEnabled === false) {
    throw validationError(`Table has no stream to disable: TableName: ${table.name}`);
  }
  refuseLater('StreamSpecification', stream !== undefined);
}

function checkStreamChange(stream: StreamRequest | undefined): void {
  if (stream === undefined) return;
  const { StreamEnabled: isEnabled, StreamViewType: view } = stream;
  if (isEnabled && view === undefined) {
    throw invalidParameter('If stream is being enabled then UpdateViewType is required');
  }
  if (!isEnabled && view !== undefined) {
    throw invalidParameter(
      'If stream is being disabled, then UpdateViewType must not be specified',
    );
  }
}

/** Each entry asks for one thing, and no two for the same index. */
export function checkGlobalUpdates(updates: GlobalIndexUpdatesRequest): void {
  if (updates.length === 0) throw invalidParameter('List of GlobalSecondaryIndexUpdates is empty');
  const seen = new Set<string>();
  for (const { Update: update, Create: create, Delete: remove } of updates) {
    const action = update ?? create ?? remove;
    if ([update, create, remove].filter((each) => each !== undefined).length > 1) {
      throw invalidParameter(
        'Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object',
      );
    }
    if (action === undefined) {
      throw invalidParameter(
        'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ' +
          'GlobalSecondaryIndexUpdate.Delete must not be null',
      );
    }
    const name = action.IndexName;
    if (seen.has(name)) {
      throw invalidParameter(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      );
    }
    seen.add(name);
  }
}
