import { describe, expect, it } from 'vitest';
import { ValueFault } from '../item/value-fault.ts';
import { routerClient, tableBody } from '../testing/router-client.ts';
import { DynamoError } from '../wire/dynamo-error.ts';
import { prepare } from './router.ts';
import { guard, valueRules } from '../operations/request/value-wording.ts';

const { context } = routerClient();

function refusal(target: string, bodyText: string): string {
  try {
    prepare({ target, body: bodyText }, context).run();
  } catch (error) {
    if (error instanceof DynamoError) return error.toBody();
    throw error;
  }
  return 'answered';
}

const UNKNOWN = '{"__type":"com.amazon.coral.service#UnknownOperationException"}';
const serialization = (message: string): string =>
  `{"__type":"com.amazon.coral.service#SerializationException","Message":"${message}"}`;

describe('the target', () => {
  it('that names nothing known is an unknown operation', () => {
    for (const target of ['', 'ListTables', 'DynamoDB_20111205.ListTables', 'DynamoDB_20120810.']) {
      expect(refusal(target, '{}')).toBe(UNKNOWN);
    }
    expect(refusal('DynamoDB_20120810.toString', '{}')).toBe(UNKNOWN);
    expect(refusal('DynamoDBStreams_20120810.ListTables', '{}')).toBe(UNKNOWN);
    expect(refusal('DynamoDB_20120810.ListStreams', '{}')).toBe(UNKNOWN);
  });

  it('is looked at before the body', () => {
    expect(refusal('DynamoDB_20120810.Nothing', '{')).toBe(UNKNOWN);
  });
});

describe('the body', () => {
  it('may have 16 MiB, counted in UTF-8, before anything else of the request is looked at', () => {
    const mib = 1_048_576;
    const bodyOf = (letter: string, count: number): string => `{"a":"${letter.repeat(count)}"}`;
    const tooLarge =
      '{"__type":"com.amazon.coral.service#RequestEntityTooLargeException",' +
      '"message":"The request body is larger than 16 MiB"}';
    for (const [letter, bytes] of [
      ['x', 1],
      ['é', 2],
    ] as const) {
      const room = (16 * mib - 8) / bytes;
      expect(refusal('DynamoDB_20120810.ListTables', bodyOf(letter, room))).toBe('answered');
      expect(refusal('DynamoDB_20120810.ListTables', bodyOf(letter, room + 1))).toBe(tooLarge);
      expect(refusal('Nothing', bodyOf(letter, room + 1))).toBe(tooLarge);
    }
    expect(new DynamoError('RequestEntityTooLargeException', '').status).toBe(413);
  });

  it('must be a JSON object', () => {
    for (const text of ['[]', '"x"', '1', 'null']) {
      expect(refusal('DynamoDB_20120810.ListTables', text)).toBe(
        serialization('Unexpected value type in payload'),
      );
    }
  });

  it('is refused without a text where it is no JSON', () => {
    for (const text of ['{', '{} {}', '\ufffd', '\ufeff{}']) {
      expect(refusal('DynamoDB_20120810.ListTables', text)).toBe(
        '{"__type":"com.amazon.coral.service#SerializationException"}',
      );
    }
  });

  it('is refused with half a character anywhere in it, escaped or not', () => {
    const halves = [
      '\ud800',
      '\udfff',
      '\\ud800',
      '\\uDFff',
      '\\ud800\\ud800',
      '\\ud83d',
      '\\\\\\ude00',
    ];
    for (const half of halves) {
      for (const text of [`{"Other":["${half}"]}`, `{"${half}x":1}`]) {
        expect(refusal('DynamoDB_20120810.ListTables', text)).toBe(
          serialization('Strings must be well-formed Unicode, without lone surrogates'),
        );
      }
    }
    for (const whole of [
      '😀',
      '\\ud83d\\ude00',
      '\\uD83D\\uDE00',
      '\\\\ud800',
      '\\ud7ff',
      '\\ue000',
    ]) {
      expect(refusal('DynamoDB_20120810.ListTables', `{"Other":"${whole}"}`)).toBe('answered');
    }
  });

  it('is refused where it is nested deeper than a thousand levels, before it is parsed', () => {
    const nested = (levels: number, open: string, close: string): string =>
      `{"Other":${open.repeat(levels - 1)}1${close.repeat(levels - 1)},"Long":"${'x'.repeat(65_536)}"}`;
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deepest = nested(1_000, open, close);
      expect(refusal('DynamoDB_20120810.ListTables', deepest)).toBe('answered');
      expect(refusal('DynamoDB_20120810.ListTables', nested(1_001, open, close))).toBe(
        serialization('The request body is nested deeper than 1000 levels'),
      );
    }
    const flat = `{"Other":"${'[{\\"'.repeat(20_000)}"}`;
    expect(refusal('DynamoDB_20120810.ListTables', flat)).toBe('answered');
  });

  it('is refused where it holds more values than the operation can take', () => {
    const many = (values: number): string =>
      `{"AttributeDefinitions":[null${',null'.repeat(values - 3)}],"Long":"${'x'.repeat(65_536)}"}`;
    const target = 'DynamoDB_20120810.CreateTable';
    const tooMany = serialization('The request body holds more values than the operation can take');
    expect(refusal(target, many(20_000))).not.toBe(tooMany);
    expect(refusal(target, many(20_001))).toBe(tooMany);
  });

  it('may hold any number of values where nobody looks', () => {
    const body = `{"Other":[1${',1'.repeat(200_000)}]}`;
    expect(refusal('DynamoDB_20120810.ListTables', body)).toBe('answered');
  });

  it('may be empty', () => {
    expect(refusal('DynamoDB_20120810.ListTables', '')).toBe('answered');
  });

  it('may hold members nobody knows', () => {
    expect(refusal('DynamoDB_20120810.ListTables', '{"Colour":"blue","__proto__":1}')).toBe(
      'answered',
    );
  });
});

it('a request whose page was missing is run again without being parsed again', () => {
  const client = routerClient();
  let missing = 2;
  const store = {
    ...client.store,
    find: (...key: Parameters<typeof client.store.find>) => {
      if (missing-- > 0) throw new Error('page fault');
      return client.store.find(...key);
    },
  };
  const body = JSON.stringify(tableBody('Music'));
  const request = prepare(
    { target: 'DynamoDB_20120810.CreateTable', body },
    { ...client.context, store },
  );
  expect(() => request.run()).toThrow('page fault');
  expect(() => request.run()).toThrow('page fault');
  expect(client.store.appended).toHaveLength(0);
  expect(request.run()).toContain('"TableStatus":"CREATING"');
  expect(client.store.appended).toHaveLength(1);
});

describe('a faulty value', () => {
  const wording = (operation: Parameters<typeof valueRules>[0]): string => {
    try {
      return guard(valueRules(operation), () => {
        throw new ValueFault('too odd');
      });
    } catch (error) {
      return error instanceof DynamoError ? error.message : 'not a DynamoError';
    }
  };

  it('is enveloped in single-item writes and bare elsewhere', () => {
    expect(wording('PutItem')).toBe('1 validation error detected: too odd');
    expect(wording('GetItem')).toBe('too odd');
    expect(wording('Scan')).toBe('too odd');
  });
});
