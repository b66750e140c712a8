import { findUtf8Text, utf8Bytes } from '../kernel/utf8-codec.ts';
import { base64OfBytes, bytesOfBase64, isCanonicalBase64 } from '../item/binary.ts';
import { canonicalItem } from '../item/canonical.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { Item } from '../wire/attribute-value.ts';
import { DynamoError } from '../wire/dynamo-error.ts';

/** Where a SELECT goes on, and which one. */
export interface PageToken {
  /** Tells the statement and its parameters from any other. */
  readonly fingerprint: string;
  /** The last key that was evaluated. */
  readonly key: Item;
}

/** The text of a NextToken: opaque to whom it is given. */
export function encodePageToken({ fingerprint, key }: PageToken): string {
  return base64OfBytes(utf8Bytes(JSON.stringify({ version: 1, fingerprint, key })));
}

/** Throws `ValueFault` for what is no token of ours. */
export function decodePageToken(text: string): PageToken {
  try {
    if (isCanonicalBase64(text)) return readToken(findUtf8Text(bytesOfBase64(text)) ?? '');
  } catch (error) {
    const isRefusal =
      error instanceof SyntaxError || error instanceof ValueFault || error instanceof DynamoError;
    if (!isRefusal) throw error;
  }
  throw new ValueFault('Invalid NextToken');
}

function readToken(text: string): PageToken {
  const token: unknown = JSON.parse(text);
  if (typeof token !== 'object' || token === null) throw new ValueFault('');
  const { version, fingerprint, key } = token as Readonly<Record<string, unknown>>;
  if (version !== 1 || typeof fingerprint !== 'string') throw new ValueFault('');
  return { fingerprint, key: canonicalItem(key, 'older').item };
}
