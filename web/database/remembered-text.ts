/** Small texts that outlive the page. Where the browser refuses storage, nothing is remembered and all else works. */
type Place = 'localStorage' | 'sessionStorage';

export function kept(key: string, place: Place = 'localStorage'): string | undefined {
  try {
    return globalThis[place].getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(key: string, text: string, place: Place = 'localStorage'): void {
  try {
    globalThis[place].setItem(key, text);
  } catch {
    // Blocked, or full.
  }
}
