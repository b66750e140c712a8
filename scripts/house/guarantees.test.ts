import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** In code font in `guarantees.md`, and no name of ours: operators of DynamoDB, what browsers have. */
const OF_OTHERS = ['ADD', 'localStorage', 'scheduler.postTask'];

const readText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every name that a public type has, of an option, a member, a code or an event; those with a hyphen are texts. */
const known = new Set(readText('docs/public-types.txt').match(/[\w$]+(?:-[\w$]+)*/g));

const spans = [...readText('docs/guarantees.md').matchAll(/`([^`\n]+)`/g)].map(
  ([, span = '']) => span,
);
/** Not paths, and not commands. */
const named = spans.filter((span) => !/[/ ]/.test(span) && !OF_OTHERS.includes(span));

/** The example's handle is `db`. */
const partsOf = (span: string): readonly string[] =>
  span.replace(/^db\./, '').replaceAll('()', '').split('.');

it('the guarantees name members, options, codes and events that the public types have', () => {
  expect(named.length).toBeGreaterThan(20);
  const lost = named.filter((span) => !partsOf(span).every((part) => known.has(part)));
  expect(lost).toEqual([]);
});
