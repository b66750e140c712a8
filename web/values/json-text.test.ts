import { expect, test } from 'vitest';
import { indentJson } from './json-text.ts';

test('what fits on a line stays on it, the rest is broken', () => {
  const item = { pk: { S: 'u#1' }, text: { S: 'x'.repeat(70) }, none: {}, list: [] };
  expect(indentJson(JSON.stringify({ Item: item }))).toBe(
    [
      '{',
      '  "Item": {',
      '    "pk": { "S": "u#1" },',
      '    "text": {',
      `      "S": "${'x'.repeat(70)}"`,
      '    },',
      '    "none": {},',
      '    "list": []',
      '  }',
      '}',
    ].join('\n'),
  );
});

test('every digit of a number is kept', () => {
  expect(indentJson('{"n":12345678901234567890.10}')).toContain('12345678901234567890.10');
});

test('brackets and quotes inside text are text', () => {
  const text = '{"a":"{[\\"]}, :"}';
  expect(JSON.parse(indentJson(text))).toEqual(JSON.parse(text));
});

test('text that is not JSON comes back as it was', () => {
  expect(indentJson('{"a":')).toBe('{"a":');
});
