import * as dynamodb from '@aws-sdk/client-dynamodb';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { targetOf } from '../../src/client/operation-target.ts';
import { findOperation } from '../../src/router/operations.ts';
import { BUDGETS, lineOf } from '../size-budgets.ts';

const readText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = readText('README.md');

const isAnswered = (name: string): boolean => findOperation(targetOf(name)) !== undefined;
const operations = Object.keys(dynamodb).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);

/** Operations of the API that an item of the README's list names. */
function namedIn(beginning: string): readonly string[] {
  const item = readme.slice(readme.indexOf(`- ${beginning}`)).split(/\n- /)[0] ?? '';
  return operations.filter((name) => new RegExp(`\\b${name}\\b`).test(item));
}

describe('what the README says of operations', () => {
  it('names every one that is not there yet, and no other', () => {
    const missing = operations.filter((name) => !isAnswered(name));
    expect(namedIn('Operations that are not there yet')).toEqual(missing);
  });

  it('names none as there that is not', () => {
    const there = namedIn('There:');
    expect(there.length).toBeGreaterThan(15);
    expect(there.filter((name) => !isAnswered(name))).toEqual([]);
  });
});

it('the README names all codes of HashrangeError', () => {
  const types = readText('docs/public-types.txt');
  const [, codes = ''] = /type FailureCode = ([^;]+);/.exec(types) ?? [];
  const all = [...codes.matchAll(/'([\w-]+)'/g)]
    .map(([, code]) => code)
    .concat('worker', 'wrong-region');
  const [, listed = ''] = /are `HashrangeError` with a `code`: ([^.]+)\./.exec(readme) ?? [];
  expect([...listed.matchAll(/`([\w-]+)`/g)].map(([, code]) => code).sort()).toEqual(all.sort());
});

it('the README names all events', () => {
  const types = readText('docs/public-types.txt');
  const all = [
    ...types.matchAll(/interface \w+Event extends \w+ \{\s*readonly type: '([\w-]+)';/g),
  ];
  const [, listed = ''] = /\| Type \| Tells \|\n([^]*?)\n\n/.exec(readme) ?? [];
  const named = [...listed.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, type]) => type);
  expect(named.sort()).toEqual([...new Set(all.map(([, type]) => type))].sort());
});

it.each(BUDGETS)(
  'the README has the budget of $row, and no more than that as its size',
  ({ row, kilobytes }) => {
    const [, now = '', budget = ''] = lineOf(row).exec(readme) ?? [];
    expect(Number(budget)).toBe(kilobytes);
    expect(Number(now)).toBeLessThanOrEqual(kilobytes);
  },
);
