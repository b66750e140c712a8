import { expect, it } from 'vitest';
import { linkFields, linkTrouble, troubleText } from './link-fields.ts';
import { PERFECT_LINK } from './regions.ts';

const TROUBLED = { isCut: false, delayMs: 200, loss: 0.1, duplicate: 0, reorder: 0.25 };

it('the form of a link shows chances in percent, and gives back what it was given', () => {
  const fields = linkFields(TROUBLED);
  expect(fields).toEqual({
    delayMs: 200,
    lossPercent: 10,
    duplicatePercent: 0,
    reorderPercent: 25,
  });
  expect({ isCut: false, ...linkTrouble(fields) }).toEqual(TROUBLED);
});

it('troubles are told in words, no trouble in none', () => {
  expect(troubleText(TROUBLED)).toBe('200 ms late, 10 % lost, 25 % out of order');
  expect(troubleText({ ...PERFECT_LINK, duplicate: 1 })).toBe('100 % twice');
  expect(troubleText(PERFECT_LINK)).toBe('');
});
