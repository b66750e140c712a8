/** Places of the console, as fragments of its address. Whoever shows a link to one asks here. */
const TABLE_TABS = ['explore', 'stream', 'details'] as const;
export type TableTab = (typeof TABLE_TABS)[number];

/** What stands at an address of its own, whatever the tables are. What each of them shows: `SCREENS` (`app/screens.ts`). */
export const SCREEN_IDS = ['tables', 'regions', 'request', 'log'] as const;
export type ScreenId = (typeof SCREEN_IDS)[number];

export type Place =
  | { readonly view: ScreenId }
  | { readonly view: 'table'; readonly table: string; readonly tab: TableTab };

export function parsePlace(fragment: string): Place {
  const [view = '', table = '', tab = ''] = fragment.replace(/^#?\/?/, '').split('/');
  if (view === 'table' && table !== '') {
    return {
      view: 'table',
      table: decoded(table),
      tab: TABLE_TABS.find((known) => known === tab) ?? 'explore',
    };
  }
  return { view: SCREEN_IDS.find((known) => known === view) ?? 'tables' };
}

/** Text that is no encoding of anything, `%` alone, names itself: there is no such table, and the console says so. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function linkTo(place: Place): string {
  if (place.view === 'table') return `#/table/${encodeURIComponent(place.table)}/${place.tab}`;
  return `#/${place.view}`;
}
