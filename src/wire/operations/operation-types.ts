import type { AccountOperations } from './account.ts';
import type { BatchOperations } from './batches.ts';
import type { ContinuousBackupsOperations } from './continuous-backups.ts';
import type { ContributorInsightsOperations } from './contributor-insights.ts';
import type { GlobalTableSettingsOperations } from './global-table-settings.ts';
import type { GlobalTableOperations } from './global-tables.ts';
import type { ItemOperations } from './items.ts';
import type { PageOperations } from './query-scan.ts';
import type { ResourcePolicyOperations } from './resource-policies.ts';
import type { StatementOperations } from './statements.ts';
import type { StreamOperations } from './streams.ts';
import type { TableOperations } from './tables.ts';
import type { TagOperations } from './tags.ts';
import type { TimeToLiveOperations } from './time-to-live.ts';
import type { TransactionOperations } from './transactions.ts';

/**
 * What goes over the wire for every operation that the APIs of DynamoDB and DynamoDB Streams have here: DynamoDB JSON, binary values as base64 text, times as seconds
 * since 1970, everything else as AWS names and types it. Held to the AWS SDK's own types by `operation-types.test.ts`.
 */
export interface OperationTypes
  extends
    AccountOperations,
    BatchOperations,
    ContinuousBackupsOperations,
    ContributorInsightsOperations,
    GlobalTableOperations,
    GlobalTableSettingsOperations,
    ItemOperations,
    PageOperations,
    ResourcePolicyOperations,
    StatementOperations,
    StreamOperations,
    TableOperations,
    TagOperations,
    TimeToLiveOperations,
    TransactionOperations {}

/** The name of an operation: `GetItem`. */
export type OperationName = keyof OperationTypes;

/** What an operation takes. Of a name that is not known here: any object. */
export type InputOf<Name extends string> = Name extends OperationName
  ? OperationTypes[Name]['input']
  : object;

/** What an operation answers. Of a name that is not known here: members of any type. */
export type OutputOf<Name extends string> = Name extends OperationName
  ? OperationTypes[Name]['output']
  : Record<string, unknown>;
