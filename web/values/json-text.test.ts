import { expect, it } from 'vitest';
import { indentJson } from './json-text.ts';

it('what fits on a line stays on it, the rest is broken', () => {
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

it('every digit of a number is kept', () => {
  expect(indentJson('{"n":12345678901234567890.10}')).toContain('12345678901234567890.10');
});

it('brackets and quotes inside text are text', () => {
  const text = '{"a":"{[\\"]}, :"}';
  expect(JSON.parse(indentJson(text))).toEqual(JSON.parse(text));
});

it('text that is not JSON comes back as it was', () => {
  expect(indentJson('{"a":')).toBe('{"a":');
});
