import {
  ITEM_BYTES_MAX,
  ACCOUNT_UNITS_LIMIT,
  TABLE_UNITS_LIMIT,
  TABLES_LIMIT,
} from '../../wire/limits.ts';
import { COLLECTION_BYTES_MAX } from '../../partition/item-collection.ts';
import { PAGE_BYTES_MAX } from '../../partition/query-page-walk.ts';
import { RECORDS_MAX } from '../../stream/read-stream.ts';
import { ITERATOR_MS } from '../../stream/shard-iterator.ts';
import { RETENTION_MS } from '../../stream/shards.ts';
import { TOKEN_LIFETIME_MS } from '../../transaction/request-token-ledger.ts';

/** A number of DynamoDB's model that AWS has fixed: no knob, and never drawn. */
export interface Rule {
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly source: string;
}

/** Those that more than one part goes by. What only one operation refuses stands beside it. */
export const RULES: readonly Rule[] = [
  {
    what: 'A record of a stream can be read',
    unit: 'ms',
    value: RETENTION_MS,
    source: 'semantics.md section 8',
  },
  {
    what: 'A shard iterator is good',
    unit: 'ms',
    value: ITERATOR_MS,
    source: 'semantics.md section 8',
  },
  {
    what: 'Records of one GetRecords',
    unit: 'records',
    value: RECORDS_MAX,
    source: 'semantics.md section 8',
  },
  {
    what: 'A token makes a transaction idempotent',
    unit: 'ms',
    value: TOKEN_LIFETIME_MS,
    source: 'semantics.md section 6',
  },
  {
    what: 'The largest item',
    unit: 'bytes',
    value: ITEM_BYTES_MAX,
    source: 'semantics.md section 1',
  },
  {
    what: 'The largest item collection of a table with local indexes',
    unit: 'bytes',
    value: COLLECTION_BYTES_MAX,
    source: 'semantics.md section 13',
  },
  {
    what: 'A page of Query and Scan',
    unit: 'bytes',
    value: PAGE_BYTES_MAX,
    source: 'semantics.md section 4',
  },
  {
    what: 'Units a second of a table, read and as many write',
    unit: 'units',
    value: TABLE_UNITS_LIMIT,
    source: 'capacity.md',
  },
  {
    what: 'Units a second of an account in one Region',
    unit: 'units',
    value: ACCOUNT_UNITS_LIMIT,
    source: 'capacity.md',
  },
  {
    what: 'Tables of an account in one Region',
    unit: 'tables',
    value: TABLES_LIMIT,
    source: 'capacity.md',
  },
];
