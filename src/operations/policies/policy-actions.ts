/**
 * Actions that a policy may name: those of the resource that it is attached to. Source: reference access.md section 2; which
 * of them AWS refuses is known of `dynamodb:GetRecords` for a table alone.
 */
import type { ResourceKind } from '../request/resource.ts';

const OF_BOTH =
  'PutResourcePolicy GetResourcePolicy DeleteResourcePolicy TagResource UntagResource ListTagsOfResource ';

/** Without the prefix, by what they are for: items, statements, the table, its backups and copies, replicas. */
const ACTIONS: Readonly<Record<ResourceKind, readonly string[]>> = {
  table: (
    OF_BOTH +
    'GetItem PutItem UpdateItem DeleteItem ConditionCheckItem BatchGetItem BatchWriteItem Query Scan SearchVectors ' +
    'PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete ' +
    'CreateTable DescribeTable UpdateTable DeleteTable UpdateTimeToLive DescribeTimeToLive ' +
    'UpdateContinuousBackups DescribeContinuousBackups UpdateContributorInsights DescribeContributorInsights ' +
    'EnableKinesisStreamingDestination DisableKinesisStreamingDestination ' +
    'UpdateKinesisStreamingDestination DescribeKinesisStreamingDestination ' +
    'CreateBackup StartAwsBackupJob RestoreTableFromBackup RestoreTableFromAwsBackup RestoreTableToPointInTime ' +
    'ExportTableToPointInTime ListExports ImportTable ListImports ' +
    'StartBulkPutItems DescribeBulkOperation ListBulkOperations CancelBulkOperation ' +
    'UpdateTableReplicaAutoScaling DescribeTableReplicaAutoScaling ' +
    'AssociateTableReplica DisassociateTableReplica CreateTableReplica DeleteTableReplica ' +
    'CreateGlobalTableWitness DeleteGlobalTableWitness ReplicateSettings ReadDataForReplication ' +
    'WriteDataForReplication CreateGlobalTable UpdateGlobalTable UpdateGlobalTableSettings UpdateGlobalTableVersion'
  ).split(' '),
  stream: `${OF_BOTH}DescribeStream GetShardIterator GetRecords`.split(' '),
};

/** Whether `name`, with `*` and `?` as it may have them, stands for an action that such a resource knows. */
export function isActionOf(kind: ResourceKind, name: unknown): boolean {
  return ACTIONS[kind].some((action) => covers(name, action));
}

/** Whether `name` stands for `action`, given without its prefix. Case does not count. */
export function covers(name: unknown, action: string): boolean {
  return (
    typeof name === 'string' && matches(name.toLowerCase(), `dynamodb:${action}`.toLowerCase())
  );
}

/** `*` stands for any characters, `?` for any one. Never looks back behind the last `*`, so that no pattern takes long. */
function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let i = 0; i < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      retry = i;
    } else if (wanted === '?' || wanted === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++retry;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
