import type { Attachments } from '../../placement/record/attachments.ts';
import { putTable } from '../../placement/table-catalog.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { Change, Store } from '../../storage/store.ts';
import { putAttached } from '../../stream/stream-catalog.ts';
import type { Stream } from '../../stream/stream-catalog.ts';

export type ResourceKind = 'table' | 'stream';

/** A table or a stream, as tags and policies see it. */
export interface Resource {
  readonly arn: string;
  /** What refusals call it. */
  readonly title: string;
  readonly createdMs: number;
  readonly attached: Attachments;
  /** What stores it with other tags, or another policy. */
  readonly put: (attached: Attachments) => Change;
}

export function tableResource(record: TableRecord): Resource {
  const { arn, name, createdMs, tags, resourcePolicy, policyRevisionMs } = record;
  return {
    arn,
    title: `table ${name}`,
    createdMs,
    attached: { tags, resourcePolicy, policyRevisionMs },
    put: (attached) => putTable({ ...record, ...attached }),
  };
}

/** A stream that can be read, on or not. */
export function streamResource(stream: Stream, store: Store): Resource {
  const { arn, label, createdMs, attached } = stream;
  return {
    arn,
    title: `stream ${label}`,
    createdMs,
    attached,
    put: (changed) => putAttached(store, stream, changed),
  };
}
