import { expect, test } from 'vitest';
import { linkTo, parsePlace, SCREEN_IDS } from '../values/place.ts';
import { screenAt, SCREENS } from './screens.ts';

test('every screen is in the list, and stands where the list says', () => {
  expect(SCREENS.map(({ id }) => id)).toEqual(SCREEN_IDS);
  for (const screen of SCREENS) {
    expect(screenAt(parsePlace(linkTo(screen.place)))).toBe(screen);
  }
});

test.each([
  ['#/nowhere', 'Tables'],
  ['#/request', 'Any request'],
  ['#/table/no%20tes/details', 'no tes'],
])('at %s stands %s', (fragment, title) => {
  expect(screenAt(parsePlace(fragment)).title).toBe(title);
});
