import { DEFAULT_KEY_ALIAS } from '../../placement/key-arn.ts';
import type { SseRecord } from '../../placement/record/settings.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { invalidParameter } from '../../wire/dynamo-error.ts';
import { withChangeAt } from './encryption-quota.ts';
import { masterKeyArn } from './master-key.ts';
import type { KeyLookup } from './master-key.ts';
import type { SseRequest } from '../request/table-shapes.ts';

/**
 * What a table's description says about encryption after `request`; undefined is the key that AWS owns and never
 * mentions. Nothing is encrypted here.
 */
export function encryptionOf(request: SseRequest, lookup: KeyLookup): SseRecord | undefined {
  checkEncryption(request);
  if (request.Enabled !== true) return undefined;
  return { keyArn: masterKeyArn(request.KMSMasterKeyId ?? DEFAULT_KEY_ALIAS, lookup) };
}

/** Members that do not go together. */
function checkEncryption(request: SseRequest): void {
  const { Enabled: isEnabled = false, SSEType: type, KMSMasterKeyId: keyId } = request;
  if (!isEnabled) {
    const member =
      type !== undefined ? 'SSEType' : keyId !== undefined ? 'KMSMasterKeyId' : undefined;
    if (member === undefined) return;
    throw invalidParameter(`${member} can not be specified if Enabled is false`);
  }
  if (type === 'AES256') throw invalidParameter('SSEType AES256 is not supported');
  if (keyId !== undefined && type === undefined) {
    throw invalidParameter('SSEType KMS is required if KMSMasterKeyId is specified');
  }
}

/** The record of a table whose encryption changes. Its present key counts as a change, unless it is named by its ARN. */
export function changedEncryption(
  { sse: current, encryptionChangesMs = [], ...record }: TableRecord,
  request: SseRequest,
  lookup: KeyLookup,
): TableRecord {
  checkEncryption(request);
  const changesMs = withChangeAt(encryptionChangesMs, lookup.world.service.now());
  if (current === undefined && request.Enabled !== true) {
    throw invalidParameter('Table is already encrypted by default');
  }
  if (current !== undefined && current.keyArn === request.KMSMasterKeyId) {
    throw invalidParameter(
      'Table is already encrypted with given KMSMasterKeyId. ' +
        'Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  }
  const sse = encryptionOf(request, lookup);
  return { ...record, ...(sse === undefined ? {} : { sse }), encryptionChangesMs: changesMs };
}
