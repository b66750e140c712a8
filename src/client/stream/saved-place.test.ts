import { expect, it } from 'vitest';
import { decodeProgress, encodeProgress } from '../trigger/trigger-progress.ts';
import { decodePlace, encodePlace } from './saved-place.ts';

const PLACE = { table: 'notes', streamArn: 'arn', position: '100000000000000380000' };
const decode = (text: string): unknown => decodePlace(text, 'reader', 'notes');
const decodeTrigger = (text: string): unknown => decodeProgress(text, 'trigger/t', 'notes');

it('reads what was saved, also before the stream was known', () => {
  for (const place of [PLACE, { ...PLACE, streamArn: undefined }]) {
    expect(decode(encodePlace(place))).toEqual(place);
    const progress = { place, shards: new Map([['shard', '1']]) };
    expect(decodeTrigger(encodeProgress(progress))).toEqual(progress);
  }
});

it.each([
  ['{"version":2,"where":{}}', 'reader was saved by a newer release'],
  ['{"version":1,"table":"other","position":"1"}', 'reader belongs to the table other'],
  ['{"version":1,"table":"notes"}', 'reader has a state that is no place'],
  ['null', 'reader has a state that is no place'],
  ['"text"', 'reader has a state that is no place'],
])('refuses %s', (text, message) => {
  expect(() => decode(text)).toThrow(TypeError);
  expect(() => decode(text)).toThrow(message);
});

it('refuses the place of a tail where a trigger saved its own', () => {
  expect(() => decodeTrigger(encodePlace(PLACE))).toThrow("a state that is no trigger's");
});
