import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { INVALID, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const bytes = (...given: number[]): Uint8Array => new Uint8Array(given);

async function kept(value: Attributes[string]): Promise<Attributes[string] | undefined> {
  await ask('PutItem', { TableName, Item: { ...Key, v: value } });
  return (await stored(TableName, Key))?.['v'];
}

describe('the members of a set come back in order (semantics.md section 2 [suite])', () => {
  it('of strings by their UTF-8 bytes', async () => {
    expect(await kept({ SS: ['b', 'a', 'B', 'ä', 'aa'] })).toEqual({
      SS: ['B', 'a', 'aa', 'b', 'ä'],
    });
  });

  it('of strings beyond the basic plane behind those within it, unlike UTF-16', async () => {
    expect(await kept({ SS: ['\u{10000}', '\uffff'] })).toEqual({ SS: ['\uffff', '\u{10000}'] });
  });

  it('of numbers by value', async () => {
    expect(await kept({ NS: ['10', '9', '-1', '0.5'] })).toEqual({ NS: ['-1', '0.5', '9', '10'] });
  });

  it('of binaries by unsigned bytes', async () => {
    expect(await kept({ BS: [bytes(255), bytes(0), bytes(127, 1), bytes(127)] })).toEqual({
      BS: [bytes(0), bytes(127), bytes(127, 1), bytes(255)],
    });
  });

  it('with numbers in normal form', async () => {
    expect(await kept({ NS: ['1.0', '2e1'] })).toEqual({ NS: ['1', '20'] });
  });

  it('with the empty string among them (validation.md section 4)', async () => {
    expect(await kept({ SS: ['a', ''] })).toEqual({ SS: ['', 'a'] });
  });

  it('with the empty binary among them (validation.md section 4)', async () => {
    expect(await kept({ BS: [bytes(1), bytes()] })).toEqual({ BS: [bytes(), bytes(1)] });
  });
});

describe('empty sets are refused (validation.md section 4)', () => {
  it.each([
    ['SS', 'An string set  may not be empty'],
    ['NS', 'An number set  may not be empty'],
    ['BS', 'Binary sets should not be empty'],
  ])('%s', async (type, message) => {
    const request = { TableName, Item: { ...Key, v: { [type]: [] } } };
    expect(await refused('PutItem', request)).toBe(ONE_ERROR + INVALID + message);
  });
});

describe('repeated members, in the words of the current layer (validation.md section 1 [suite])', () => {
  const put = (v: object): Promise<string> =>
    refused('PutItem', { TableName, Item: { ...Key, v } });

  it('lists strings in order up to the first repeat, then the rest as sent', async () => {
    expect(await put({ SS: ['c', 'b', 'a', 'b', 'z', 'd'] })).toBe(
      `${ONE_ERROR}${INVALID}Input collection ["a", "b", "c", "b", "z", "d"] contains duplicates.`,
    );
  });

  it('counts repeated empty strings', async () => {
    expect(await put({ SS: ['', ''] })).toBe(
      `${ONE_ERROR}${INVALID}Input collection ["", ""] contains duplicates.`,
    );
  });

  it('lists binaries without spaces', async () => {
    expect(await put({ BS: [bytes(255), bytes(0), bytes(255)] })).toBe(
      `${ONE_ERROR}${INVALID}Input collection ["AA==","/w==","/w=="]of type BS contains duplicates.`,
    );
  });

  it('does not list numbers', async () => {
    expect(await put({ NS: ['1', '2', '1'] })).toBe(
      `${ONE_ERROR}${INVALID}Input collection contains duplicates.`,
    );
  });

  it('takes equal numbers written differently for the same', async () => {
    expect(await put({ NS: ['1', '1.0'] })).toBe(
      `${ONE_ERROR}${INVALID}Input collection contains duplicates.`,
    );
  });
});

describe('repeated members, in the words of the older layer (validation.md section 1 [suite])', () => {
  const put = (v: object): Promise<string> =>
    refused('BatchWriteItem', {
      RequestItems: { [TableName]: [{ PutRequest: { Item: { ...Key, v } } }] },
    });

  it('lists strings as sent, without quotes', async () => {
    expect(await put({ SS: ['c', 'b', 'a', 'b'] })).toBe(
      `${VALIDATION}${INVALID}Input collection [c, b, a, b] contains duplicates.`,
    );
  });

  it('lists binaries as sent, without quotes', async () => {
    expect(await put({ BS: [bytes(255), bytes(0), bytes(255)] })).toBe(
      `${VALIDATION}${INVALID}Input collection [/w==, AA==, /w==]of type BS contains duplicates.`,
    );
  });

  it('has no prefix and no full stop for numbers', async () => {
    expect(await put({ NS: ['1', '2', '1'] })).toBe(
      `${VALIDATION}Input collection contains duplicates`,
    );
  });
});
