import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { outside, SOURCES } from './sources.ts';

const NOWHERE = /^$/;
const COMMENTS = /\/\*[^]*?\*\/|(?:^[ \t]*\/\/.*\n)+/gm;

it('a comment that says "the only place" names the test that holds it', () => {
  const bare = SOURCES.flatMap((file) => {
    const comments = readFileSync(file, 'utf8').match(COMMENTS) ?? [];
    const laws = comments.filter((text) =>
      /\bthe (?:only|one) place\b|\bnowhere else\b/i.test(text),
    );
    return laws.filter((text) => !text.includes('.test.ts')).map((text) => `${file}: ${text}`);
  });
  expect(bare).toEqual([]);
});

it('one file assembles an engine', () => {
  expect(outside(NOWHERE, /\bnew (?:StorageHost|RegionEngine)\(/)).toEqual([
    'src/engine/engine.ts',
  ]);
});

it('the envelope of an error is written where there is an engine, and where a page finds none', () => {
  const writers = ['src/client/link/owner-finder.ts', 'src/wire/dynamo-error.ts'];
  expect(outside(NOWHERE, /\b__type: /)).toEqual(writers);
});

it('one file compares the words of the option storage', () => {
  expect(outside(NOWHERE, /[=!]== '(?:indexeddb|memory)'/)).toEqual(['src/rpc/storage-kind.ts']);
});
