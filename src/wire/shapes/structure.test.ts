import { describe, expect, it } from 'vitest';
import { DynamoError } from '../dynamo-error.ts';
import { attributeMap, list, map } from './collections.ts';
import type { JsonObject } from './collections.ts';
import { reportFirstNamed } from './constraint.ts';
import type { EchoText } from './echo-text.ts';
import { boolean, integer, oneOf, string } from './scalars.ts';
import type { Shape } from './shape.ts';
import { required, requestShape, structure } from './structure.ts';

const members = {
  Name: required(string({ min: 1, max: 5, pattern: '[a-z]+' })),
  Limit: integer({ min: 1, form: 'named' }),
  Mode: oneOf(['OLD', 'NEW'], { form: 'named', named: ['NEW', 'OLD'] }),
  Flag: boolean(),
  Names: map(string({ max: 3 })),
  Item: attributeMap,
  Parts: list(structure('Part', { Kind: required(string({ max: 2 })), Size: integer() }), {
    max: 2,
  }),
};
const read = requestShape(members);

function refusal(body: JsonObject, reader: (body: JsonObject) => unknown = read): string {
  try {
    reader(body);
  } catch (error) {
    if (error instanceof DynamoError) return `${error.name}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}
const V = 'ValidationException: ';
const at = (path: string): string => `at '${path}' failed to satisfy constraint: Member must`;

describe('a request in order', () => {
  it('is answered as it came, without a copy', () => {
    const body = { Name: 'abc', Limit: 3, Names: { a: 'b' }, Item: { x: { S: '' } } };
    expect(read(body)).toBe(body);
  });

  it('loses members that nobody knows, inside structures too', () => {
    const body = JSON.parse(
      '{"Name":"abc","Other":1,"__proto__":{"Limit":5},"Parts":[{"Kind":"a","Other":[1]}]}',
    ) as JsonObject;
    const kept = JSON.stringify(read(body));
    expect(kept).toBe('{"Name":"abc","Parts":[{"Kind":"a"}]}');
    expect(read(body).Limit).toBeUndefined();
  });

  it('loses members that are null', () => {
    const body = read({ Name: 'abc', Limit: null, Names: { a: null, b: 'c' } });
    expect(body.Limit).toBeUndefined();
    expect(body.Names).toEqual({ b: 'c' });
  });

  it('has booleans written as words converted', () => {
    expect(read({ Name: 'abc', Flag: 'yes' }).Flag).toBe(true);
    expect(read({ Name: 'abc', Flag: 'False' }).Flag).toBe(false);
  });

  it('keeps names that every object inherits', () => {
    const Names = JSON.parse('{"__proto__":"a","toString":"b"}') as JsonObject;
    expect(Object.entries(read({ Name: 'abc', Names }).Names ?? {})).toEqual([
      ['__proto__', 'a'],
      ['toString', 'b'],
    ]);
  });
});

describe('a wrong JSON type', () => {
  const S = 'SerializationException: ';

  it('is named by its token for scalars', () => {
    expect(refusal({ Name: true })).toBe(`${S}TRUE_VALUE cannot be converted to String`);
    expect(refusal({ Name: 1 })).toBe(`${S}NUMBER_VALUE cannot be converted to String`);
    expect(refusal({ Name: 1.5 })).toBe(`${S}DECIMAL_VALUE cannot be converted to String`);
    expect(refusal({ Limit: 'x' })).toBe(`${S}STRING_VALUE cannot be converted to Integer`);
    expect(refusal({ Limit: 2 ** 31 })).toBe(`${S}NUMBER_VALUE cannot be converted to Integer`);
    expect(refusal({ Limit: -Infinity })).toBe(`${S}DECIMAL_VALUE cannot be converted to Integer`);
    expect(refusal({ Limit: false })).toBe(`${S}FALSE_VALUE cannot be converted to Integer`);
    expect(refusal({ Flag: 1 })).toBe(`${S}NUMBER_VALUE cannot be converted to Boolean`);
    expect(refusal({ Flag: 'maybe' })).toBe(`${S}Unexpected token received from parser`);
    expect(refusal({ Name: [] })).toBe(`${S}Unrecognized collection type class java.lang.String`);
    expect(refusal({ Name: {} })).toBe(`${S}Start of structure or map found where not expected`);
  });

  it('is named by what was expected for collections', () => {
    expect(refusal({ Parts: 'x' })).toBe(`${S}Unexpected field type`);
    expect(refusal({ Parts: {} })).toBe(`${S}Start of structure or map found where not expected`);
    expect(refusal({ Parts: [[]] })).toBe(
      `${S}Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Part`,
    );
    expect(refusal({ Item: [] })).toBe(
      `${S}Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>`,
    );
  });

  it('comes before every constraint', () => {
    expect(refusal({ Name: '', Flag: 1 })).toContain(S);
  });
});

describe('constraint failures', () => {
  it('are all reported, in the order of declaration', () => {
    expect(refusal({ Parts: [{ Kind: 'abc' }, {}], Names: { a: 'long' }, Name: 'ABCDEF' })).toBe(
      `${V}5 validation errors detected: ` +
        `Value 'ABCDEF' ${at('name')} satisfy regular expression pattern: [a-z]+; ` +
        `Value 'ABCDEF' ${at('name')} have length less than or equal to 5; ` +
        `Value 'long' ${at('names.a.member')} have length less than or equal to 3; ` +
        `Value 'abc' ${at('parts.1.member.kind')} have length less than or equal to 2; ` +
        `Value null ${at('parts.2.member.kind')} not be null`,
    );
  });

  it('echo structures as Java prints them', () => {
    const Parts = [{ Kind: 'a' }, { Kind: 'b', Size: 2 }, { Kind: 'c' }];
    expect(refusal({ Name: 'abc', Parts })).toBe(
      `${V}1 validation error detected: Value '[Part(kind=a, size=null), Part(kind=b, size=2), Part(kind=c, size=null)]' ` +
        `${at('parts')} have length less than or equal to 2`,
    );
  });

  it('echo what was sent, nulls and levels without end included', () => {
    expect(refusal({ Name: 'abc', Parts: [null, null, { Kind: null }] })).toContain(
      "Value '[null, null, Part(kind=null, size=null)]'",
    );
    const deep = JSON.parse(
      `${'[{"M":{"a":{"L":'.repeat(20_000)}[]${'}}}]'.repeat(20_000)}`,
    ) as unknown;
    const echoing = requestShape({ Items: list(attributeMap, { max: 0 }) });
    expect(refusal({ Items: [{ x: { N: '1' } }] }, echoing)).toContain(
      "Value '[{x=AttributeValue(s=null, n=1, ",
    );
    expect(refusal({ Items: [{ deep: { L: deep } }] }, echoing)).toContain(
      'm={a=AttributeValue(s=',
    );
  });

  it('in the newer form stop at a length or range', () => {
    expect(refusal({ Name: 'ABC', Limit: 0 })).toBe(
      `${V}1 validation error detected: Value ${at('Limit')} have value greater than or equal to 1`,
    );
  });

  it('in the newer form name an enum without its path, beside the others', () => {
    expect(refusal({ Name: 'ABC', Mode: 'X' })).toBe(
      `${V}2 validation errors detected: Value 'ABC' ${at('name')} satisfy regular expression pattern: [a-z]+; ` +
        'Failed to satisfy constraint: Member must satisfy enum value set: [NEW, OLD]',
    );
  });

  it('in the newer form can be reported alone for an enum too', () => {
    const reader = requestShape(members, reportFirstNamed);
    expect(refusal({ Name: 'ABC', Mode: 'X' }, reader)).toBe(
      `${V}1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: [NEW, OLD]`,
    );
  });

  it('are all in the older form when a member is missing', () => {
    expect(refusal({ Mode: 'X' })).toBe(
      `${V}2 validation errors detected: Value null ${at('name')} not be null; ` +
        `Value 'X' ${at('mode')} satisfy enum value set: [OLD, NEW]`,
    );
  });

  it('beyond the tenth are not told, as AWS does not', () => {
    const Parts = Array.from({ length: 30 }, () => ({}));
    const reader = requestShape({ Parts: list(structure('Part', { Kind: required(string()) })) });
    const message = refusal({ Parts }, reader);
    expect(message).toContain(
      `${V}10 validation errors detected: Value null at 'parts.1.member.kind'`,
    );
    expect(message.split('; ')).toHaveLength(10);
    expect(message).toContain("'parts.10.member.kind'");
  });

  it('print no more of a value than a message holds, and look at no more of it', () => {
    let printed = 0;
    const counting = {
      ...string(),
      echo: (value: unknown, out: EchoText) => {
        printed++;
        out.add(String(value));
      },
    };
    const reader = requestShape({ Names: list(counting, { max: 0 }) });
    const message = refusal({ Names: Array.from({ length: 1_000_000 }, () => 'abcdefgh') }, reader);
    expect(message).toHaveLength(131_072 + 'ValidationException: '.length);
    expect(message.slice(-3)).toBe('...');
    expect(printed).toBeLessThan(15_000);
  });

  it('are read twice at most, however deep they stand', () => {
    let reads = 0;
    const leaf: Shape<unknown> = {
      ...string(),
      read: (value) => {
        reads++;
        return value;
      },
    };
    let nested = structure('Level', { Leaf: leaf, Missing: required(string()) });
    let body: JsonObject = { Leaf: 'x' };
    for (let level = 0; level < 10; level++) {
      nested = structure('Level', { Leaf: leaf, Missing: required(string()), Next: nested });
      body = { Leaf: 'x', Next: body };
    }
    expect(refusal({ Next: body }, requestShape({ Next: nested }))).toContain(
      '10 validation errors',
    );
    expect(reads).toBeLessThanOrEqual(2 * 11);
  });
});
