import { describe, expect, it } from 'vitest';
import {
  compareSequence,
  passes,
  readStreamRecord,
  type EventChoice,
  type StreamRecord,
} from './stream-record.ts';

const KEYS = { author: { S: 'Ibsen' }, year: { N: '1879' } };
const ITEM = { ...KEYS, title: { S: 'A Doll’s House' } };

function record(eventName: string, viewType: string, changes: object = {}, more: object = {}) {
  return readStreamRecord({
    eventID: '0123456789abcdef0123456789abcdef',
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_795_000_000,
      Keys: KEYS,
      SequenceNumber: '100000000000000000012',
      SizeBytes: 26,
      StreamViewType: viewType,
      ...changes,
    },
    ShardId: 'shardId-00000001795000000000-0a1b2c3d',
    ...more,
  });
}

describe('a record of a stream', () => {
  it('is read with its time, its keys on one line, its place and its shard', () => {
    expect(record('INSERT', 'NEW_AND_OLD_IMAGES', { NewImage: ITEM })).toMatchObject({
      eventId: '0123456789abcdef0123456789abcdef',
      eventName: 'INSERT',
      createdAt: new Date(1_795_000_000_000),
      keys: KEYS,
      keyText: 'Ibsen / 1879',
      before: 'no item',
      after: ITEM,
      sequenceNumber: '100000000000000000012',
      shardId: 'shardId-00000001795000000000-0a1b2c3d',
      sizeBytes: 26,
      viewType: 'NEW_AND_OLD_IMAGES',
      userIdentity: undefined,
      isExpiry: false,
    });
  });

  it.each([
    ['INSERT', 'KEYS_ONLY', {}, 'no item', 'not kept'],
    ['MODIFY', 'KEYS_ONLY', {}, 'not kept', 'not kept'],
    ['REMOVE', 'KEYS_ONLY', {}, 'not kept', 'no item'],
    ['MODIFY', 'NEW_IMAGE', { NewImage: ITEM }, 'not kept', ITEM],
    ['REMOVE', 'NEW_IMAGE', {}, 'not kept', 'no item'],
    ['INSERT', 'OLD_IMAGE', {}, 'no item', 'not kept'],
    ['MODIFY', 'OLD_IMAGE', { OldImage: ITEM }, ITEM, 'not kept'],
    ['REMOVE', 'NEW_AND_OLD_IMAGES', { OldImage: ITEM }, ITEM, 'no item'],
  ])('tells no item from one not kept: %s of %s', (event, view, images, before, after) => {
    expect(record(event, view, images)).toMatchObject({ before, after });
  });

  it('is an expiry when DynamoDB itself has deleted the item', () => {
    const byService = {
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    };
    expect(record('REMOVE', 'KEYS_ONLY', {}, byService).isExpiry).toBe(true);
    expect(record('REMOVE', 'KEYS_ONLY').isExpiry).toBe(false);
  });
});

it('sequence numbers are ordered beyond what a number holds', () => {
  const numbers = ['100000000000000000002', '99', '100000000000000000001'];
  expect(numbers.sort(compareSequence)).toEqual([
    '99',
    '100000000000000000001',
    '100000000000000000002',
  ]);
  expect(compareSequence('7', '7')).toBe(0);
});

describe('the filter', () => {
  const put = record('INSERT', 'KEYS_ONLY');
  const expired: StreamRecord = { ...record('REMOVE', 'KEYS_ONLY'), isExpiry: true };

  it.each([
    ['', 'all', true],
    [' ibsen ', 'all', true],
    ['1879', 'INSERT', true],
    ['n / 18', 'all', true],
    ['Strindberg', 'all', false],
    ['', 'MODIFY', false],
    ['', 'expired', false],
  ])('of “%s” and %s', (keyText, event, isPassed) => {
    expect(passes(put, { keyText, event: event as EventChoice })).toBe(isPassed);
  });

  it('shows an expiry as a removal, and alone', () => {
    expect(passes(expired, { keyText: '', event: 'REMOVE' })).toBe(true);
    expect(passes(expired, { keyText: '', event: 'expired' })).toBe(true);
  });
});
