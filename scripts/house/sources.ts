import { readdirSync, readFileSync } from 'node:fs';

/** The files of `src/` that are shipped. */
export const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.ts') && !/^src\/testing\/|\.test\.ts$/.test(file))
  .sort();

/** Files outside `home` in whose code, imports of types aside, the pattern is found. */
export function outside(home: RegExp, pattern: RegExp): readonly string[] {
  return SOURCES.filter((file) => {
    if (home.test(file)) return false;
    const code = readFileSync(file, 'utf8')
      .replaceAll(/^import type [^;]*;$/gm, '')
      .replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    return pattern.test(code);
  });
}
