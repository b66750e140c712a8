import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { KeyFilter } from '../../storage/run/key-filter.ts';
import { crcOf } from '../../storage/checksum-seal.ts';
import type { RunName } from '../../storage/page/page-key.ts';
import { decodeHead, encodeHead, encodeRow } from '../../storage/run/run-codec.ts';
import type { RunSection } from '../../storage/run/run-codec.ts';
import { RunRow } from '../../storage/run/run-row.ts';
import { LOST_ROW, storedItem } from '../../storage/stored-item.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import { contentOf, textRow } from '../text-rows.ts';
import { golden } from './golden.ts';

const STAMP = 1_700_000_000_000 * 1_024;
const TREE = 130 as TreeId;
const RUN: RunName = { epoch: 3, number: 0x89abcdef };
const LOW = '\u0001low\u00ff' as KeyBytes;

/** The section with its rows as text. */
const shown = ({ tree, keys, changes }: RunSection): object => ({
  tree,
  keys,
  changes: changes.map((each) => ({ ...each, item: each.item && contentOf(each.item) })),
});

describe('sorted runs', () => {
  const text = '{"a":{"S":"é"}}';
  const sections: readonly RunSection[] = [
    {
      tree: TREE,
      keys: ['k1', 'k2'] as unknown as readonly KeyBytes[],
      changes: [
        {
          item: storedItem(textRow(text), 4, { stamp: STAMP, origin: 2 }),
          lsn: 9 as Lsn,
          claim: { lsn: 6 as Lsn, replaces: 3 },
          falseClaims: [],
        },
        { item: undefined, lsn: 8 as Lsn, claim: { lsn: 8 as Lsn, replaces: 5 }, falseClaims: [] },
      ],
    },
    {
      tree: 131 as TreeId,
      keys: [LOW],
      changes: [
        {
          item: storedItem(LOST_ROW, 3, { stamp: STAMP, origin: 0 }),
          lsn: 7 as Lsn,
          claim: { lsn: 7 as Lsn, replaces: 0 },
          falseClaims: [],
        },
      ],
    },
  ];

  it('a row', () => {
    const bytes = golden('run-row', encodeRow(RUN, 5, sections));
    expect(RunRow.read(RUN, 5, bytes)?.sections.map(shown)).toEqual(sections.map(shown));
    expect(RunRow.read(RUN, 6, bytes)).toBeUndefined();
  });

  it('a head', () => {
    const spans = [
      {
        first: { tree: TREE, key: 'k1' as KeyBytes },
        last: { tree: 131 as TreeId, key: LOW },
        bytes: 150,
      },
    ];
    const filter = KeyFilter.of(RUN, sections);
    const bytes = golden('run-head', encodeHead(RUN, { spans, filter }));
    const head = decodeHead(RUN, crcOf(bytes), bytes);
    expect(head).toEqual({ spans, filter });
    for (const { keys } of sections)
      for (const key of keys) expect(head?.filter?.mayHold(key)).toBe(true);
    expect(head?.filter?.mayHold('nowhere' as KeyBytes)).toBe(false);
    expect(decodeHead(RUN, 1, bytes)).toBeUndefined();
  });
});
