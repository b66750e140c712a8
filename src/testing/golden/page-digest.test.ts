import { expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { entriesOf } from '../../storage/page/entries.ts';
import { decodeDigest, encodeDigest } from '../../storage/page/page-digest.ts';
import type { PageDigest } from '../../storage/page/page-digest.ts';
import { storedItem } from '../../storage/stored-item.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import { fingerprintsOf } from '../../kernel/fingerprint.ts';
import { wordsOf } from '../../storage/tree/directory/key-directory.ts';
import { textRow } from '../text-rows.ts';
import { golden } from './golden.ts';

const item = (sizeBytes: number): StoredItem =>
  storedItem(textRow('{}'), sizeBytes, { stamp: 0, origin: 0 });

/** The fingerprints are in it too: with others, directories would call present keys absent. */
it('the digest of a page', () => {
  const fingerprint = fingerprintsOf('0f6c3b1e-golden', 44);
  const keys = ['k1', 'k2'] as unknown as readonly KeyBytes[];
  const entries = entriesOf(keys, [item(4), item(400_000)]);
  const digest: PageDigest = {
    tree: 130 as TreeId,
    low: '\u0001low\u00ff' as KeyBytes,
    high: undefined,
    lsn: 9 as Lsn,
    proof: fingerprint('' as KeyBytes),
    words: wordsOf(entries, fingerprint),
  };
  const bytes = golden('page-digest', encodeDigest(digest));
  expect(decodeDigest(bytes)).toEqual(digest);
  expect(decodeDigest(bytes.subarray(1))).toBeUndefined();
});
