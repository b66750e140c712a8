/** What the forms of CreateTable and of a new index hold: text as a person typed it, until the request is written. */
import type { ViewType } from '../../values/stream-view.ts';
import type { ScalarType } from '../../values/table-summary.ts';

export type BillingMode = 'PAY_PER_REQUEST' | 'PROVISIONED';

export type IndexKind = 'global' | 'local';

export type ProjectionType = 'ALL' | 'KEYS_ONLY' | 'INCLUDE';

export interface IndexFields {
  /** Identity of the index on the screen. */
  readonly id: number;
  readonly kind: IndexKind;
  name: string;
  /** A local index has the partition key of its table. */
  partitionName: string;
  partitionType: ScalarType;
  sortName: string;
  sortType: ScalarType;
  projection: ProjectionType;
  /** Names of the attributes beside the keys, with commas between them. */
  included: string;
  readUnits: string;
  writeUnits: string;
}

export interface TableFields {
  name: string;
  partitionName: string;
  partitionType: ScalarType;
  sortName: string;
  sortType: ScalarType;
  billing: BillingMode;
  readUnits: string;
  writeUnits: string;
  /** Empty for a table without a stream. */
  stream: ViewType | '';
}

export function emptyIndex(id: number, kind: IndexKind): IndexFields {
  return {
    id,
    kind,
    name: '',
    partitionName: '',
    partitionType: 'S',
    sortName: '',
    sortType: 'S',
    projection: 'ALL',
    included: '',
    readUnits: '5',
    writeUnits: '5',
  };
}

export function emptyTable(): TableFields {
  return {
    name: '',
    partitionName: '',
    partitionType: 'S',
    sortName: '',
    sortType: 'S',
    billing: 'PAY_PER_REQUEST',
    readUnits: '5',
    writeUnits: '5',
    stream: '',
  };
}
