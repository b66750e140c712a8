import type { World } from '../../kernel/world.ts';
import { isManagedKey } from '../../placement/key-arn.ts';
import type { ArnScope } from '../../placement/table-arn.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import { invalidParameter } from '../../wire/dynamo-error.ts';
import { masterKeyArn } from '../encryption/master-key.ts';

/**
 * The key of a new replica in `region`, as its ARN; undefined where AWS owns or manages the table's. Customers' keys are regional, and each
 * replica is given one. Source: reference api-surface.md section 5d.
 */
export function keyOfReplica(
  { sse }: TableRecord,
  { region, keyId }: { readonly region: string; readonly keyId: string | undefined },
  scope: ArnScope & { readonly world: World },
): string | undefined {
  if (sse === undefined) {
    if (keyId === undefined) return undefined;
    throw invalidParameter(
      'KMSMasterKeyId can not be specified for a table without KMS encryption',
    );
  }
  const isManaged = isManagedKey(sse.keyArn, scope);
  if (keyId === undefined) {
    if (isManaged) return undefined;
    throw keyOfEach();
  }
  const there = { region, accountId: scope.accountId };
  const arn = masterKeyArn(keyId, { scope: there, world: scope.world, isAbroad: true });
  if (isManagedKey(arn, there) !== isManaged) {
    throw invalidParameter(
      'All replica keys must either be Customer Managed CMK or AWS Managed CMK.',
    );
  }
  return isManaged ? undefined : arn;
}

/** Also the refusal of every change of a replica's key. */
export function keyOfEach(): DynamoError {
  return invalidParameter('KMSMasterKeyId must be specified for each replica.');
}
