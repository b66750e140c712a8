import { expect, it } from 'vitest';
import { dateInWords } from './date-in-words.ts';

it('dates are written out in UTC with a twelve-hour clock', () => {
  expect(dateInWords(Date.UTC(2022, 9, 10, 13, 0, 19))).toBe(
    'Monday, October 10, 2022 at 1:00:19 PM Coordinated Universal Time',
  );
  expect(dateInWords(Date.UTC(2026, 0, 4, 0, 5, 0))).toBe(
    'Sunday, January 4, 2026 at 12:05:00 AM Coordinated Universal Time',
  );
  expect(dateInWords(Date.UTC(2026, 0, 4, 12, 0, 0))).toContain('12:00:00 PM');
});
