import { watchVisibility } from './page-visibility.ts';

export interface PageLifeEvents {
  /** Whether anybody sees the page. */
  readonly onVisible: (isVisible: boolean) => void;
  /** The page goes: into the back/forward cache, or for good. */
  readonly onHide: (isAside: boolean) => void;
  /** The page comes, perhaps back from there. */
  readonly onShow: () => void;
}

/** Hears of what becomes of the page, until the returned function is called. */
export function watchPage({ onVisible, onHide, onShow }: PageLifeEvents): () => void {
  const hide = (event: Event): void => onHide((event as PageTransitionEvent).persisted);
  const unwatch = watchVisibility(onVisible);
  globalThis.addEventListener('pagehide', hide);
  globalThis.addEventListener('pageshow', onShow);
  return () => {
    unwatch();
    globalThis.removeEventListener('pagehide', hide);
    globalThis.removeEventListener('pageshow', onShow);
  };
}

/** Holds a lock that nobody else wants, until the returned function is called or the page is gone. */
export function holdLock(name: string): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  globalThis.navigator.locks.request(name, () => held).catch(() => undefined);
  return release;
}
