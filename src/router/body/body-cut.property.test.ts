import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeMap, list, map } from '../../wire/shapes/collections.ts';
import { boolean, integer, string } from '../../wire/shapes/scalars.ts';
import type { Layout } from '../../wire/shapes/layout.ts';
import { structure } from '../../wire/shapes/structure.ts';
import { cutBody } from './body-cut.ts';

/** Texts from this length on are looked at. */
const SPACE = ' '.repeat(65_536);

const inner = structure('Inner', { S: string(), N: integer(), L: list(string()) });
const { layout } = structure('Body', {
  S: string(),
  BOOL: boolean(),
  L: list(inner),
  M: map(inner),
  Item: attributeMap,
  Inner: inner,
});

const text = (value: unknown): string => JSON.stringify(value);
const cut = (body: string): string => cutBody(SPACE + body, layout, 10_000).trim();

/** What is left of a value, by the layout alone. */
function rest(value: unknown, at: Layout): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isList = Array.isArray(value);
  if (typeof at === 'string' || isList !== (at.kind === 'list')) return isList ? [] : {};
  if (at.kind === 'list') return (value as unknown[]).map((each) => rest(each, at.element));
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const member = at.kind === 'map' ? at.entry : at.members.get(name);
    return member === undefined ? [] : [[name, rest(each, member)] as const];
  });
  return Object.fromEntries(entries);
}

const name = fc.constantFrom('S', 'N', 'BOOL', 'L', 'M', 'Item', 'Inner', 'SS', 'x', '', 'S"', 'é');
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(name, tie('value')), { maxLength: 5, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('a large body', () => {
  it('keeps what the operation looks at, and nothing else', () => {
    fc.assert(
      fc.property(anything, fc.nat(2), (value, indent) => {
        const body = JSON.stringify(value, undefined, indent);
        expect(JSON.parse(cut(body))).toEqual(rest(JSON.parse(body), layout));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is as it came where the operation looks at all of it', () => {
    const body = text({
      S: 'x',
      L: [{ S: 'a', N: 1 }, null],
      Item: { a: { L: [{ S: '' }] } },
      M: { k: { L: ['x'] } },
    });
    expect(cut(body)).toBe(body);
  });

  it('knows the name of a member that is written with escapes', () => {
    expect(cut('{"\\u0053":"a","\\u0054":1}')).toBe('{"\\u0053":"a"}');
  });

  it('is cut no shorter where it is small', () => {
    const body = text({ Unknown: [1] });
    expect(cutBody(body, layout, 0)).toBe(body);
  });

  it.each([
    ['the first member', '{"x":1,"S":"a","N":1}', '{"S":"a"}'],
    ['all members', '{"x":1 , "y":[{}]\n}', '{}'],
    ['the last members', '{"S":"a" , "x":1, "y":2 }', '{"S":"a"}'],
    ['members between', '{"S":"a","x":1,"y":2,"BOOL":true}', '{"S":"a","BOOL":true}'],
    ['a list where text belongs', '{"S":[1,{"a":2}]}', '{"S":[]}'],
    ['an object where a list belongs', '{"L":{"a":[1]}}', '{"L":{}}'],
    [
      'members that no attribute value has',
      '{"Item":{"a":{"x":1,"N":"1"}}}',
      '{"Item":{"a":{"N":"1"}}}',
    ],
  ])('loses %s with the comma', (_, body, left) => {
    expect(cut(body)).toBe(left);
  });

  it.each([
    '{"x":[1,}',
    '{"x":tru}',
    '{"x":1,}',
    '{"x":"\\x"}',
    '{"S":"a"} {}',
    '{"L":[,]}',
    '{"M":{"a" 1}}',
    '{"S":"a"',
    '',
  ])('is no JSON for certain: %s', (body) => {
    expect(() => cut(body)).toThrow(
      expect.objectContaining({ name: 'SerializationException', message: '' }),
    );
  });

  it('holds so many values, those of attribute values and of unknown members aside', () => {
    const body = text({
      x: Array(5_000).fill(0),
      Item: { a: { L: Array(5_000).fill({ S: '' }) } },
      L: [{}, {}],
    });
    expect(() => cutBody(SPACE + body, layout, 10)).not.toThrow();
    expect(() => cutBody(SPACE + text({ L: Array(10).fill({}) }), layout, 10)).toThrow(
      'more values',
    );
  });
});
