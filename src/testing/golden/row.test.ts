import { expect, it } from 'vitest';
import { sizeOfItem } from '../../item/item-size.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import { bytesIn, sliceOf } from '../../kernel/slice.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { countedNames } from '../documents/row-names.ts';
import { golden } from './golden.ts';

const NAMES = countedNames('pk', 'n', 'bag');

/** Every type, with names by number and in full. */
const ITEM: Item = {
  pk: { S: 'a' },
  n: { N: '300' },
  small: { N: '7' },
  tenth: { N: '-0.1' },
  text: { S: 'é' },
  bytes: { B: 'AQID' },
  flag: { BOOL: true },
  none: { NULL: true },
  bag: { M: { pk: { BOOL: false }, list: { L: [{ N: '-300' }, { S: '' }] } } },
  texts: { SS: ['a', 'é'] },
  numbers: { NS: ['1', '300'] },
  binaries: { BS: ['AQ==', 'AgM='] },
};

it('a row', () => {
  const row = new RowWriter().write(ITEM, sizeOfItem(ITEM), NAMES);
  expect(decodeRow(sliceOf(golden('row', bytesIn(row).slice())), NAMES)).toEqual(ITEM);
});
