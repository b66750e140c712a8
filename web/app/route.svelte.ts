import { linkTo, parsePlace, type Place } from '../values/console-place.ts';

/** The place that the page's address names, and the way to another. */
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
