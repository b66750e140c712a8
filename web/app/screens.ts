/** The screens of the console. Whoever lists them or goes to one reads it here: the side bar, the frame. */
import type { Component } from 'svelte';
import type { Place, ScreenId } from '../values/console-place.ts';
import LogScreen from './screens/LogScreen.svelte';
import RegionsScreen from './screens/RegionsScreen.svelte';
import RequestScreen from './screens/RequestScreen.svelte';
import type { ScreenProps } from './screens/screen-props.ts';
import TableScreen from './screens/TableScreen.svelte';
import TablesScreen from './screens/TablesScreen.svelte';

export interface Screen {
  /** Of the page of a table: `table`, whichever it is. */
  readonly id: ScreenId | 'table';
  /** Its name, for people. */
  readonly title: string;
  readonly place: Place;
  readonly load: () => Component<ScreenProps>;
}

/** Those that stand at an address of their own, in the order of the side bar. */
export const SCREENS: readonly Screen[] = [
  { id: 'tables', title: 'Tables', place: { view: 'tables' }, load: () => TablesScreen },
  { id: 'regions', title: 'Regions', place: { view: 'regions' }, load: () => RegionsScreen },
  { id: 'request', title: 'Any request', place: { view: 'request' }, load: () => RequestScreen },
  { id: 'log', title: 'Log', place: { view: 'log' }, load: () => LogScreen },
];

export function screenAt(place: Place): Screen {
  if (place.view === 'table') {
    return { id: 'table', title: place.table, place, load: () => TableScreen };
  }
  const screen = SCREENS.find(({ id }) => id === place.view);
  if (screen === undefined) throw new Error(`No screen stands at ${place.view}.`);
  return screen;
}
