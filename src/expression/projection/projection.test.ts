import { expect, it } from 'vitest';
import type { Item } from '../../wire/attribute-value.ts';
import { Placeholders } from '../binding/placeholders.ts';
import {
  compileProjection,
  projectionAttributes,
  projectionNestedAttributes,
  projectItem,
} from './projection.ts';

const ITEM = JSON.parse(`{
  "a": {"M": {"x": {"N": "1"}, "y": {"N": "2"}}},
  "l": {"L": [{"S": "0"}, {"M": {"p": {"S": "p"}, "q": {"S": "q"}}}, {"S": "2"}]},
  "s": {"S": "s"}, "__proto__": {"S": "plain"}
}`) as Item;

function project(text: string): unknown {
  const placeholders = new Placeholders({ '#dot': 'a.x', '#proto': '__proto__' }, undefined);
  return JSON.parse(JSON.stringify(projectItem(compileProjection(text, placeholders), ITEM)));
}

it('siblings are left out, structure is kept, lists are compacted in order', () => {
  expect(project('a.x')).toEqual({ a: { M: { x: { N: '1' } } } });
  expect(project('l[2], l[0], s')).toEqual({ l: { L: [{ S: '0' }, { S: '2' }] }, s: { S: 's' } });
  expect(project('l[1].p, l[1].q, l[9]')).toEqual({
    l: { L: [{ M: { p: { S: 'p' }, q: { S: 'q' } } }] },
  });
});

it('what the item lacks contributes nothing', () => {
  expect(project('a.z, l[9], s.x, toString, #dot')).toEqual({});
  expect(Object.keys(project('#proto') as object)).toEqual(['__proto__']);
});

it('top-level names are known', () => {
  const projection = compileProjection('a.x, s, l[1]', new Placeholders(undefined, undefined));
  expect([...projectionAttributes(projection)]).toEqual(['a', 's', 'l']);
  expect([...projectionNestedAttributes(projection)]).toEqual(['a', 'l']);
});
