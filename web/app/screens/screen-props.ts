import type { Place } from '../../values/console-place.ts';
import type { Console } from '../console.svelte.ts';

/** A screen hands a view what that shows of the console, and takes what it asks for back to it. */
export interface ScreenProps {
  readonly console: Console;
  readonly place: Place;
}
