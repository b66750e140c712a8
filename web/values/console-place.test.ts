import { expect, it } from 'vitest';
import { parsePlace } from './console-place.ts';

it.each([
  ['#/table/%', { view: 'table', table: '%', tab: 'explore' }],
  ['#/table/%E0%A4%A/details', { view: 'table', table: '%E0%A4%A', tab: 'details' }],
  ['#/table/a.b-c_d/stream', { view: 'table', table: 'a.b-c_d', tab: 'stream' }],
  ['#/table/%25/nowhere', { view: 'table', table: '%', tab: 'explore' }],
  ['#/table/', { view: 'tables' }],
  ['#%', { view: 'tables' }],
  ['#/log', { view: 'log' }],
  ['', { view: 'tables' }],
])('%s is a place', (fragment, place) => {
  expect(parsePlace(fragment)).toEqual(place);
});
