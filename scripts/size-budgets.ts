/** What an app's users may download, in kilobytes (1,024 bytes) minified and gzipped; `row` is its place in the README's table. */
export const BUDGETS = [
  {
    name: 'page library',
    row: 'page library (without the worker)',
    file: 'dist/external.js',
    kilobytes: 30,
  },
  { name: 'worker', row: 'worker', file: 'dist/worker.js', kilobytes: 186 },
  { name: 'memory', row: '`hashrange/memory`', file: 'dist/memory.js', kilobytes: 188 },
] as const;

/** The line of a budget in the README's table: what it is now, and the budget. */
export function lineOf(row: string): RegExp {
  return new RegExp(`^\\| ${row.replace(/[()/]/g, '\\$&')} \\| (\\d+) KB \\| (\\d+) KB \\|$`, 'm');
}
