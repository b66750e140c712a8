import type { AnswerBody } from '../../item/row/answer-body.ts';
import {
  findConditionKeyFault,
  findProjectionKeyFault,
} from '../../partition/key-attribute-use.ts';
import { rangeHolds, restOfRange, WHOLE_TREE } from '../../partition/key-range.ts';
import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { readPage } from '../../partition/table-access.ts';
import { hashRangePart } from '../../placement/hash-range.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { KeyRange } from '../../storage/store.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { checkConsistency, checkProjected } from './index-reads.ts';
import { pageAnswer } from './page-answer.ts';
import type { PageParameters } from './page-parameters.ts';
import { pageTouch } from './query-touch.ts';
import { scanReader } from './scan-request.ts';
import type { ScanRequest } from './scan-request.ts';

function run(request: ScanRequest, context: RouterContext): AnswerBody {
  const table = getTable(context, request.tableName);
  const source = readSource(table, request.indexName);
  checkConsistency(source.index, request.consistency);
  const fault =
    findConditionKeyFault(table, request.filter) ??
    findProjectionKeyFault(table, request.projection);
  if (fault !== undefined) throw validationError(fault);
  checkProjected(source, request, false);
  const range = rangeOfScan(request, source);
  const page = readPage(context, source, { ...request, range, reverse: false, isScan: true });
  return pageAnswer(request, source, page);
}

function segmentRange({ segment }: Pick<ScanRequest, 'segment'>): KeyRange {
  return segment === undefined ? WHOLE_TREE : hashRangePart(segment.index, segment.total);
}

/** What is left of the scanned hash range behind the start key. */
function rangeOfScan({ segment, startKey }: ScanRequest, source: ReadSource): KeyRange {
  const range = segmentRange({ segment });
  if (startKey === undefined) return range;
  const key = scanStart(startKey, source);
  if (segment !== undefined && !rangeHolds(range, key)) {
    const numbers = `TotalSegments: ${String(segment.total)} Segment: ${String(segment.index)}`;
    throw validationError(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. ' +
        `Please use ExclusiveStartKey with correct Segment. ${numbers}`,
    );
  }
  return restOfRange(range, key, false);
}

/** Whatever is wrong with the start key of a scan, its message does not tell. */
function scanStart(
  startKey: NonNullable<PageParameters['startKey']>,
  source: ReadSource,
): ReturnType<ReadSource['positionOf']> {
  try {
    return source.positionOf(startKey);
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    throw validationError('The provided starting key is invalid');
  }
}

export const scan: Operation<ScanRequest> = {
  name: 'Scan',
  ...scanReader,
  touches: (request, scope) => [pageTouch(request, scope, () => segmentRange(request))],
  run,
};
