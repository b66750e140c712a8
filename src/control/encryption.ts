import { randomUuid } from '../kernel/random.ts';
import type { Random } from '../kernel/random.ts';
import type { ArnScope } from '../placement/table-arn.ts';
import type { SseRecord } from '../placement/table-record.ts';
import { invalidParameter } from '../wire/dynamo-error.ts';
import type { SseRequest } from './table-shapes.ts';

/**
 * What a table's description says about encryption after `request`; undefined is the key that AWS owns and never
 * mentions. Nothing is encrypted here: there is no key service in the tab, so a key without a given ARN is made up.
 */
export function encryptionOf(
  request: SseRequest,
  scope: ArnScope,
  random: Random,
): SseRecord | undefined {
  const { Enabled: isEnabled = false, SSEType: type, KMSMasterKeyId: keyId } = request;
  if (!isEnabled) {
    if (type !== undefined || keyId !== undefined) {
      throw invalidParameter(
        'SSEType and KMSMasterKeyId can only be specified when server-side encryption is enabled',
      );
    }
    return undefined;
  }
  if (type === 'AES256') {
    throw invalidParameter('SSEType AES256 can not be specified, the only supported type is KMS');
  }
  if (keyId?.startsWith('arn:') === true) return { keyArn: keyId };
  const isName = keyId === undefined || keyId.startsWith('alias/');
  const key = isName ? randomUuid(random) : keyId;
  return { keyArn: `arn:aws:kms:${scope.region}:${scope.accountId}:key/${key}` };
}
