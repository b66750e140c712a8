import { expect, it } from 'vitest';
import { WHOLE_LINK } from '../../database/connection.svelte.ts';
import { linkFields, linkTrouble, troubleText } from './link-fields.ts';

const TROUBLED = { Cut: false, DelayMs: 200, Loss: 0.1, Duplicate: 0, Reorder: 0.25 };

it('the form of a link shows chances in percent, and gives back what it was given', () => {
  const fields = linkFields(TROUBLED);
  expect(fields).toEqual({
    delayMs: 200,
    lossPercent: 10,
    duplicatePercent: 0,
    reorderPercent: 25,
  });
  expect({ Cut: false, ...linkTrouble(fields) }).toEqual(TROUBLED);
});

it('troubles are told in words, no trouble in none', () => {
  expect(troubleText(TROUBLED)).toBe('200 ms late, 10 % lost, 25 % out of order');
  expect(troubleText({ ...WHOLE_LINK, Duplicate: 1 })).toBe('100 % twice');
  expect(troubleText(WHOLE_LINK)).toBe('');
});
