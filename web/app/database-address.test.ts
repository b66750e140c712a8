import { expect, it } from 'vitest';
import { readAddress, writeAddress } from './database-address.ts';

it.each([
  ['', ['us-east-1'], 'us-east-1'],
  ['?region=eu-west-1', ['eu-west-1'], 'eu-west-1'],
  ['?regions=a-1,%20b-1,,a-1', ['a-1', 'b-1'], 'a-1'],
  ['?regions=a-1,b-1&region=b-1', ['a-1', 'b-1'], 'b-1'],
  ['?regions=a-1&region=c-1', ['a-1', 'c-1'], 'c-1'],
])('the address %s opens %j and looks at %s', (search, regions, region) => {
  expect(readAddress(search, [])).toEqual({ database: 'default', regions, region });
});

it('the address follows the Regions and keeps the rest', () => {
  const address = { database: 'notes', regions: ['a-1', 'b-1'], region: 'b-1' };
  const search = writeAddress('?database=notes&region=a-1', address);
  expect(search).toBe('?database=notes&region=b-1&regions=a-1,b-1');
  expect(readAddress(search, [])).toEqual(address);
  expect(writeAddress(search, { ...address, regions: ['b-1'] })).toBe('?database=notes&region=b-1');
});

it.each([
  ['', [], 'default', 'us-east-1'],
  ['', ['notes/eu-west-1'], 'notes', 'eu-west-1'],
  ['', ['a/eu-west-1', 'default/eu-west-1'], 'default', 'eu-west-1'],
  ['?database=shop', ['notes/eu-west-1'], 'shop', 'us-east-1'],
  ['?database=shop', ['shop/ap-south-1', 'shop/us-east-1'], 'shop', 'us-east-1'],
  ['?database=shop&region=eu-west-1', ['shop/ap-south-1'], 'shop', 'eu-west-1'],
])('the address %s, where %j are stored, opens %s in %s', (search, names, database, region) => {
  const stored = names.map((each) => {
    const [name = '', of = ''] = each.split('/');
    return { name, region: of };
  });
  expect(readAddress(search, stored)).toEqual({ database, regions: [region], region });
});
