import { utf8Bytes } from '../kernel/utf8.ts';
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ArnScope } from '../placement/table-arn.ts';
import type { SseRecord } from '../placement/table-record.ts';
import { invalidParameter } from '../wire/dynamo-error.ts';
import type { SseRequest } from './table-shapes.ts';

const DEFAULT_KEY_ALIAS = 'alias/aws/dynamodb';

/**
 * What a table's description says about encryption after `request`; undefined is the key that AWS owns and never
 * mentions. Nothing is encrypted here: there is no key service in the tab, so the key behind an alias is made up, the
 * same one every time.
 */
export function encryptionOf(request: SseRequest, scope: ArnScope): SseRecord | undefined {
  const { Enabled: isEnabled = false, SSEType: type, KMSMasterKeyId: keyId } = request;
  if (!isEnabled) {
    const member =
      type !== undefined ? 'SSEType' : keyId !== undefined ? 'KMSMasterKeyId' : undefined;
    if (member === undefined) return undefined;
    throw invalidParameter(`${member} can not be specified if Enabled is false`);
  }
  if (type === 'AES256') throw invalidParameter('SSEType AES256 is not supported');
  if (keyId !== undefined && type === undefined) {
    throw invalidParameter('SSEType KMS is required if KMSMasterKeyId is specified');
  }
  return { keyArn: keyArnOf(keyId ?? DEFAULT_KEY_ALIAS, scope) };
}

/** As {@link encryptionOf}, for a table that has `current` already. */
export function changedEncryption(
  current: SseRecord | undefined,
  request: SseRequest,
  scope: ArnScope,
): SseRecord | undefined {
  const changed = encryptionOf(request, scope);
  if (current === undefined && changed === undefined) {
    throw invalidParameter('Table is already encrypted by default');
  }
  if (current !== undefined && current.keyArn === request.KMSMasterKeyId) {
    throw invalidParameter(
      'Table is already encrypted with given KMSMasterKeyId. ' +
        'Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  }
  return changed;
}

function keyArnOf(keyId: string, { region, accountId }: ArnScope): string {
  if (keyId.startsWith('arn:')) return keyId;
  const key = keyId.startsWith('alias/') ? keyBehind(`${region}:${accountId}:${keyId}`) : keyId;
  return `arn:aws:kms:${region}:${accountId}:key/${key}`;
}

/** A UUID that stands for `alias`. */
function keyBehind(alias: string): string {
  const hex = bytesToHex(md5(utf8Bytes(alias)));
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
