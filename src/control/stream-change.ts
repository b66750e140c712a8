import { invalidParameter, validationError } from '../wire/dynamo-error.ts';
import { refuseLater } from './later-features.ts';
import type { StreamRequest } from './table-shapes.ts';

/** Refuses what AWS would of a change to the stream of a table that has none, and then what this version cannot do. */
export function refuseStreamChange(stream: StreamRequest | undefined, tableName: string): void {
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
  if (!isEnabled) {
    throw validationError(`Table has no stream to disable: TableName: ${tableName}`);
  }
  refuseLater('StreamSpecification', true);
}
