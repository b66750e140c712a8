import { describe, expect, it } from 'vitest';
import { eventFilter } from './event-filter.ts';

const EVENT = {
  eventName: 'INSERT',
  dynamodb: {
    ApproximateCreationDateTime: 1_700_000_000,
    Keys: { id: { S: 'order#17' } },
    NewImage: {
      id: { S: 'order#17' },
      amount: { N: '101' },
      paid: { BOOL: true },
      note: { NULL: true },
      host: { S: '10.0.0.77' },
      'my.name': { S: 'dotted' },
      tags: { SS: ['red', 'Blue'] },
      lines: { L: [{ M: { sku: { S: 'a' }, qty: { N: '1' } } }, { M: { sku: { S: 'b' } } }] },
    },
  },
};

/** Whether the sample event passes a pattern of one attribute. */
const image = (attribute: string, value: unknown) =>
  passes({ dynamodb: { NewImage: { [attribute]: value } } });
const passes = (pattern: Record<string, unknown>) => eventFilter([pattern])(EVENT);
const text = (...elements: unknown[]) => image('id', { S: elements });

describe('an event filter', () => {
  it('passes everything without patterns, and what one of several matches', () => {
    expect(eventFilter([])(EVENT)).toBe(true);
    expect(eventFilter([{ eventName: ['REMOVE'] }, { eventName: ['INSERT'] }])(EVENT)).toBe(true);
    expect(eventFilter([{ eventName: ['REMOVE'] }, { eventName: ['MODIFY'] }])(EVENT)).toBe(false);
  });

  it('takes patterns as JSON text', () => {
    expect(eventFilter(['{"eventName":["INSERT"]}'])(EVENT)).toBe(true);
  });

  it('asks for every member and for one of the values', () => {
    expect(text('other', 'order#17')).toBe(true);
    expect(text('other')).toBe(false);
    expect(passes({ eventName: ['INSERT'], dynamodb: { Keys: { id: { S: ['x'] } } } })).toBe(false);
  });

  it('tells texts, numbers, booleans and null apart', () => {
    expect(image('paid', { BOOL: [true] })).toBe(true);
    expect(image('paid', { BOOL: ['true'] })).toBe(false);
    expect(passes({ dynamodb: { ApproximateCreationDateTime: [1.7e9] } })).toBe(true);
    expect(passes({ dynamodb: { ApproximateCreationDateTime: ['1700000000'] } })).toBe(false);
    expect(eventFilter([{ a: [null] }])({ a: null })).toBe(true);
    expect(eventFilter([{ a: [null] }])({})).toBe(false);
  });

  // Recorded of AWS: numbers of items are texts in the event, and no numeric operator sees them.
  it('compares no attribute of type N as a number', () => {
    expect(image('amount', { N: [{ numeric: ['>', 100] }] })).toBe(false);
    expect(image('amount', { N: ['101'] })).toBe(true);
    const late = { numeric: ['>', 0, '<=', 1.7e9] };
    expect(passes({ dynamodb: { ApproximateCreationDateTime: [late] } })).toBe(true);
  });

  it.each([
    ['exactly', 'order#17', true],
    ['prefix', 'order#', true],
    ['prefix', 'ORDER#', false],
    ['prefix', { 'equals-ignore-case': 'ORDER#' }, true],
    ['suffix', '17', true],
    ['suffix', { 'equals-ignore-case': 'R#17' }, true],
    ['suffix', '18', false],
    ['equals-ignore-case', 'Order#17', true],
    ['wildcard', 'o*#*7', true],
    ['wildcard', 'o*#*8', false],
    ['anything-but', 'order#18', true],
    ['anything-but', ['order#17', 'order#18'], false],
    ['anything-but', 5, true],
    ['anything-but', { prefix: 'order' }, false],
    ['anything-but', { prefix: ['x', 'y'] }, true],
    ['anything-but', { suffix: '17' }, false],
    ['anything-but', { 'equals-ignore-case': ['ORDER#17'] }, false],
    ['anything-but', { wildcard: 'o*18' }, true],
    ['exists', true, true],
    ['exists', false, false],
  ])('matches a text by %s %j: %j', (operator, operand, expected) => {
    expect(text({ [operator]: operand })).toBe(expected);
  });

  it.each([
    [['=', 5], 5, true],
    [['>', 5], 5, false],
    [['>=', 5], 5, true],
    [['<', 5], 4.5, true],
    [['<=', 5], 5.000001, false],
    [['>', 0, '<', 5], 3, true],
    [['>=', 0, '<=', 5], 6, false],
    [['>', 0], 6e9, false],
    [['>', 0], '3', false],
  ])('compares %j with %j: %j', (numeric, value, expected) => {
    expect(eventFilter([{ a: [{ numeric }] }])({ a: value })).toBe(expected);
  });

  it.each([
    ['10.0.0.0/24', '10.0.0.77', true],
    ['10.0.0.0/25', '10.0.0.177', false],
    // Any address names its network.
    ['10.0.0.7/24', '10.0.0.1', true],
    ['10.0.0.7/24', '10.0.0.255', true],
    ['10.0.0.7/24', '10.0.1.0', false],
    ['10.0.0.7/24', '9.255.255.255', false],
    ['255.255.255.255/31', '255.255.255.254', true],
    ['2001:db8::7/120', '2001:db8::1', true],
    ['2001:db8::7/120', '2001:db8::100', false],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['2001:db8::/32', '10.0.0.1', false],
    ['0.0.0.0/0', 'not an address', false],
  ])('finds in %s the address %s: %j', (cidr, value, expected) => {
    expect(eventFilter([{ a: [{ cidr }] }])({ a: value })).toBe(expected);
  });

  it('sees leaf values only where something exists or not', () => {
    expect(image('absent', { S: [{ exists: false }] })).toBe(true);
    expect(image('id', [{ exists: true }])).toBe(false);
    // Recorded of AWS: an attribute is an object, and so no leaf.
    expect(image('id', [{ exists: false }])).toBe(true);
    expect(image('absent', { S: ['x', { exists: false }] })).toBe(true);
    expect(image('id', { S: ['x', { exists: false }] })).toBe(false);
    expect(eventFilter([{ a: [{ exists: true }] }])({ a: null })).toBe(true);
    expect(eventFilter([{ a: [{ exists: true }] }])({ a: [] })).toBe(false);
  });

  it('matches any element of an array, and members of one object in one element', () => {
    expect(image('tags', { SS: ['red'] })).toBe(true);
    expect(image('tags', { SS: [{ 'equals-ignore-case': 'BLUE' }] })).toBe(true);
    expect(image('tags', { SS: [{ 'anything-but': 'red' }] })).toBe(true);
    const line = (sku: string, qty: string) =>
      image('lines', { L: { M: { sku: { S: [sku] }, qty: { N: [qty] } } } });
    expect(line('a', '1')).toBe(true);
    expect(line('b', '1')).toBe(false);
    expect(image('lines', { L: { M: { qty: { N: [{ exists: false }] } } } })).toBe(false);
    const qty = { L: { M: { qty: { N: ['1'] } } } };
    const skus = (sku: string) => ({ L: { M: { sku: { S: [sku] } } } });
    expect(image('lines', { ...qty, $or: [skus('a'), skus('z')] })).toBe(true);
    expect(image('lines', { ...qty, $or: [skus('b'), skus('z')] })).toBe(false);
  });

  it('asks for one alternative of every $or', () => {
    const order = { dynamodb: { Keys: { id: { S: [{ prefix: 'order#' }] } } } };
    const removed = { eventName: ['REMOVE'] };
    expect(passes({ $or: [removed, order] })).toBe(true);
    expect(passes({ ...order, $or: [removed, { eventName: ['MODIFY'] }] })).toBe(false);
    expect(passes({ dynamodb: { $or: [{ Keys: { id: { S: ['x'] } } }, order.dynamodb] } })).toBe(
      true,
    );
  });

  it('takes a dot in a name for a dot', () => {
    expect(image('my.name', { S: ['dotted'] })).toBe(true);
  });

  it('does not see inherited members', () => {
    expect(eventFilter([{ toString: [{ exists: true }] }])({})).toBe(false);
    expect(eventFilter(['{"__proto__":{"x":["1"]}}'])({})).toBe(false);
  });

  it.each([
    ['not JSON', '{'],
    ['must be an object', '[]'],
    ['must be an object', '"single-string"'],
    ['empty objects', {}],
    ['empty objects', { a: {} }],
    ['empty arrays', { a: [] }],
    ['must be an object or an array', { a: 'x' }],
    ['a value must be', { a: [['x']] }],
    ['operator is missing', { a: [{}] }],
    ['only one operator', { a: [{ prefix: 'a', suffix: 'b' }] }],
    ['unrecognized match type', { a: [{ toString: 'a' }] }],
    ['must be a text', { a: [{ prefix: 5 }] }],
    ['unsupported pattern', { a: [{ prefix: { wildcard: 'a' } }] }],
    ['exists must be true or false', { a: [{ exists: 'yes' }] }],
    ['consecutive wildcard', { a: [{ wildcard: 'a**b' }] }],
    ['invalid escape', { a: [{ wildcard: 'a\\b' }] }],
    ['cidr must be', { a: [{ cidr: '10.0.0.0/32' }] }],
    ['cidr must be', { a: [{ cidr: '10.0.0.256/8' }] }],
    ['cidr must be', { a: [{ cidr: '1::2::3/8' }] }],
    ['numeric must be an array', { a: [{ numeric: 5 }] }],
    ['unrecognized numeric operator', { a: [{ numeric: ['!=', 5] }] }],
    ['must be numeric', { a: [{ numeric: ['>', '5'] }] }],
    ['between -5e9 and 5e9', { a: [{ numeric: ['>', 5e9 + 1] }] }],
    ['6 decimal places', { a: [{ numeric: ['>', 1e-7] }] }],
    ['not below', { a: [{ numeric: ['>', 5, '<', 5] }] }],
    ['one comparison', { a: [{ numeric: ['>', 5, '<'] }] }],
    ['unrecognized numeric operator', { a: [{ numeric: ['<', 5, '>', 1] }] }],
    ['a list of one of these', { a: [{ 'anything-but': ['a', 1] }] }],
    ['a list of one of these', { a: [{ 'anything-but': null }] }],
    ['empty list', { a: [{ 'anything-but': [] }] }],
    ['empty prefix', { a: [{ 'anything-but': { prefix: '' } }] }],
    ['unsupported anything-but', { a: [{ 'anything-but': { cidr: '1.0.0.0/8' } }] }],
    ['$or must be', { $or: [{ a: ['x'] }] }],
    ['$or must be', { $or: { a: ['x'] } }],
    ['several times', { a: ['x'], $or: [{ a: ['y'] }, { b: ['y'] }] }],
    ['reserved', { $or: [{ numeric: [1] }, { b: [1] }] }],
  ])('refuses a pattern: %s', (fault, pattern) => {
    expect(() => eventFilter([pattern as Record<string, unknown>])).toThrow(TypeError);
    expect(() => eventFilter([pattern as Record<string, unknown>])).toThrow(fault);
  });

  it('refuses six patterns, a long one, and a deep one', () => {
    const pattern = { a: ['x'] };
    expect(() => eventFilter(Array.from({ length: 6 }, () => pattern))).toThrow('up to 5');
    expect(() => eventFilter([{ a: ['x'.repeat(4_096)] }])).toThrow('longer than');
    const deep = `${'{"a":'.repeat(200)}["x"]${'}'.repeat(200)}`;
    expect(() => eventFilter([deep])).toThrow('deeper than');
  });

  it('refuses more combinations of $or than EventBridge takes', () => {
    const ors = (levels: number): object =>
      levels === 0
        ? { z: ['x'] }
        : { [`a${levels}`]: { $or: [{ b: ['x'] }, { c: ['x'] }] }, ...ors(levels - 1) };
    expect(() => eventFilter([ors(9) as Record<string, unknown>])).not.toThrow();
    expect(() => eventFilter([ors(10) as Record<string, unknown>])).toThrow('combinations');
  });

  it('tells where a fault lies', () => {
    expect(() => eventFilter([{ a: { b: [{ numeric: ['>', 'x'] }] } }])).toThrow('a.b.numeric');
  });
});
