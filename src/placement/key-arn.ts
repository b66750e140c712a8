import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { utf8Bytes } from '../kernel/utf8-codec.ts';
import type { ArnScope } from './table-arn.ts';

/** Names the key that AWS manages for DynamoDB. */
export const DEFAULT_KEY_ALIAS = 'alias/aws/dynamodb';

/**
 * The ARN of the key that a name stands for: `key/<id>` itself, or the one behind `alias/<name>`. There is no key service in the tab, so
 * that one is made up, the same one every time.
 */
export function keyArn(name: string, { region, accountId }: ArnScope): string {
  const key = name.startsWith('alias/')
    ? `key/${idBehind(`${region}:${accountId}:${name}`)}`
    : name;
  return `arn:aws:kms:${region}:${accountId}:${key}`;
}

/** Whether AWS manages the key. Region replicas had it under its alias once. */
export function isManagedKey(arn: string, scope: ArnScope): boolean {
  return arn === keyArn(DEFAULT_KEY_ALIAS, scope) || arn.endsWith(`:${DEFAULT_KEY_ALIAS}`);
}

/** A UUID that stands for `alias`. */
function idBehind(alias: string): string {
  const hex = bytesToHex(md5(utf8Bytes(alias)));
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
