import { expect, it } from 'vitest';
import { linkTo, parsePlace, SCREEN_IDS } from '../values/console-place.ts';
import { screenAt, SCREENS } from './screens.ts';

it('every screen is in the list, and stands where the list says', () => {
  expect(SCREENS.map(({ id }) => id)).toEqual(SCREEN_IDS);
  for (const screen of SCREENS) {
    expect(screenAt(parsePlace(linkTo(screen.place)))).toBe(screen);
  }
});

it.each([
  ['#/nowhere', 'Tables'],
  ['#/request', 'Any request'],
  ['#/table/no%20tes/details', 'no tes'],
])('at %s stands %s', (fragment, title) => {
  expect(screenAt(parsePlace(fragment)).title).toBe(title);
});
