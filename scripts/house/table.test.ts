import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.ts') && !/^src\/testing\/|\.test\.ts$/.test(file));

/** Files outside `home` in whose code, imports of types aside, the pattern is found. */
function outside(home: RegExp, pattern: RegExp): readonly string[] {
  return FILES.filter((file) => {
    if (home.test(file)) return false;
    const code = readFileSync(file, 'utf8')
      .replaceAll(/^import type [^;]*;$/gm, '')
      .replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    return pattern.test(code);
  });
}

describe('the table', () => {
  it('is the one that operations on items have of the store', () => {
    const others = /^(?!src\/operations\/(items|pages|statements|transactions)\/)/;
    expect(outside(others, /\bstore\b/i)).toEqual([]);
  });

  it('alone decides what goes into the log for an item', () => {
    const table = /^src\/partition\//;
    expect(outside(table, /\b(itemChanges|decideWrite|WriteRound|CollectionGrowth)\b/)).toEqual([]);
  });

  it('alone works out what an access costs', () => {
    const table = /^src\/(partition|capacity)\//;
    expect(outside(table, /\b(readUnits|writeUnits|transactionWriteUnits)\(/)).toEqual([]);
  });
});
