/** Where the console is, as the fragment of the address. */
const TABLE_TABS = ['explore', 'stream', 'details'] as const;
export type TableTab = (typeof TABLE_TABS)[number];

export type Place =
  | { readonly view: 'tables' }
  | { readonly view: 'table'; readonly table: string; readonly tab: TableTab }
  | { readonly view: 'regions' }
  | { readonly view: 'request' }
  | { readonly view: 'log' };

export function parsePlace(fragment: string): Place {
  const [view = '', table = '', tab = ''] = fragment.replace(/^#?\/?/, '').split('/');
  if (view === 'table' && table !== '') {
    return {
      view: 'table',
      table: decoded(table),
      tab: TABLE_TABS.find((known) => known === tab) ?? 'explore',
    };
  }
  if (view === 'regions' || view === 'request' || view === 'log') return { view };
  return { view: 'tables' };
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

export class Route {
  place: Place = $state.raw({ view: 'tables' });

  constructor() {
    this.place = parsePlace(location.hash);
    window.addEventListener('hashchange', () => {
      this.place = parsePlace(location.hash);
    });
  }

  go(place: Place): void {
    location.hash = linkTo(place);
  }
}
