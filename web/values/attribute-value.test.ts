import { expect, it } from 'vitest';
import { losesTypes, parsePlainItem, plainItemText } from './attribute-value.ts';

it('plain JSON is read by type, whatever its strings look like', () => {
  const text = '{"n":-1.50e3,"s":"n12","k:1":{"a":[true,null,"x:1"]},"empty":""}';
  expect(parsePlainItem(text)).toEqual({
    ok: true,
    value: {
      n: { N: '-1.50e3' },
      s: { S: 'n12' },
      'k:1': { M: { a: { L: [{ BOOL: true }, { NULL: true }, { S: 'x:1' }] } } },
      empty: { S: '' },
    },
  });
});

it('an item goes to plain JSON and back', () => {
  const item = { a: { N: '0.10' }, b: { L: [{ S: '"' }, { M: { c: { NULL: true } } }] } };
  expect(parsePlainItem(plainItemText(item))).toEqual({ ok: true, value: item });
});

it('sets and binary are what plain JSON cannot tell', () => {
  expect(losesTypes({ L: [{ M: { a: { SS: ['x'] } } }] })).toBe(true);
  expect(losesTypes({ M: { a: { N: '1' } } })).toBe(false);
});
