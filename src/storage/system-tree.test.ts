import { expect, it } from 'vitest';
import type { RecordPlace } from './system-tree.ts';
import { CURSOR_TREE, PLACES } from './system-tree.ts';

it('has no prefix that a record of another kind could begin with', () => {
  const places: readonly RecordPlace[] = Object.values(PLACES);
  const met = places.flatMap((place) =>
    places.filter(
      (other) =>
        other !== place &&
        other.tree === place.tree &&
        other.prefix.startsWith(place.prefix) &&
        // No table has a name that begins so.
        !(place === PLACES.table && other.prefix.startsWith('~')),
    ),
  );
  expect(met).toEqual([]);
});

it('keeps what followers know in one tree', () => {
  const prefixes = Object.values(PLACES).flatMap(({ tree, prefix }) =>
    tree === CURSOR_TREE ? [prefix] : [],
  );
  expect(prefixes).toEqual([
    'index',
    'build ',
    'stream ',
    'consumer ',
    'region ',
    'confirmed ',
    'felled ',
    'left ',
  ]);
});
