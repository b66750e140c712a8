/** Light, dark, or as the system has it. Remembered where the browser allows it. */
import { keep, kept } from '../database/remembered-text.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const STORAGE_KEY = 'hashrange.theme';

export class Theme {
  name: ThemeName = $state('system');

  constructor() {
    const stored = kept(STORAGE_KEY);
    this.choose(THEMES.find((theme) => theme === stored) ?? 'system');
  }

  choose(name: ThemeName): void {
    this.name = name;
    document.documentElement.dataset['theme'] = name;
    keep(STORAGE_KEY, name);
  }
}
