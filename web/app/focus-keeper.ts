/**
 * Where the focus goes when what has it is taken away: browsers drop it, and who works by keyboard begins at the top of the
 * page again. It goes to the nearest place around that is still there and can have it. To what is only disabled for a while it
 * comes back.
 */

/** Keeps it until the function that this answers is called. Outside every other place it goes to `fallback`. */
export function keepFocus(root: HTMLElement, fallback: HTMLElement): () => void {
  let holder: HTMLElement | undefined;
  let places: readonly HTMLElement[] = [];

  const take = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    holder = target;
    places = [...ancestorsOf(target), fallback];
  };

  /** Some browsers tell of it before the element goes: whether it went, or somebody clicked beside it, shows a turn later. */
  const lose = (): void => {
    queueMicrotask(() => {
      if (isNowhere() && holder?.isConnected === true && !isDisabled(holder)) holder = undefined;
    });
  };

  const bringBack = (): void => {
    if (holder === undefined || !isNowhere()) return;
    const place = holder.isConnected ? holder : places.find(canHaveIt);
    if (place !== undefined && !isDisabled(place)) place.focus({ preventScroll: true });
  };

  const changes = new MutationObserver(bringBack);
  changes.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', take);
  root.addEventListener('focusout', lose);
  return () => {
    changes.disconnect();
    root.removeEventListener('focusin', take);
    root.removeEventListener('focusout', lose);
  };
}

function* ancestorsOf(element: HTMLElement): Generator<HTMLElement> {
  for (let place = element.parentElement; place !== null; place = place.parentElement) yield place;
}

function canHaveIt(place: HTMLElement): boolean {
  return place.isConnected && place.hasAttribute('tabindex');
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function isDisabled(element: HTMLElement): boolean {
  return element.matches(':disabled');
}
