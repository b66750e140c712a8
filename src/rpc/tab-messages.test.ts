import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTabMessage } from './tab-messages.ts';

describe('messages between tabs', () => {
  it('are read whatever release has sent them', () => {
    const beat = { kind: 'beat', v: 99, tab: 'a', epoch: 3, storeId: 's', news: true };
    expect(parseTabMessage(beat)).toBe(beat);
    const hello = { kind: 'hello', v: 3, client: 'c' };
    expect(parseTabMessage(hello)).toBe(hello);
  });

  it.each([
    undefined,
    null,
    'beat',
    7,
    [],
    {},
    { kind: 'beat' },
    { kind: '__proto__', v: 3 },
    { kind: 'constructor', v: 3 },
    { kind: 'hello', v: 3 },
    { kind: 'hello', v: '3', client: 'c' },
    { kind: 'hello', v: 3, client: 'c'.repeat(65) },
    { kind: 'beat', v: 3, tab: 'a', epoch: Number.NaN, storeId: 's' },
    { kind: 'beat', v: 3, tab: 'a', epoch: 0, storeId: '', done: 'half', total: 2 },
    { kind: 'welcome', v: 3, client: 'c', epoch: '1', storeId: 's' },
  ])('are passed over when a stranger has posted them: %j', (message) => {
    expect(parseTabMessage(message)).toBeUndefined();
  });

  it('are passed over whatever a script may post, and never throw', () => {
    const kind = fc.constantFrom(
      'beat',
      'visible',
      'yours',
      'hello',
      'welcome',
      'bye',
      'destroyed',
    );
    const named = fc.record({
      kind,
      v: fc.anything(),
      client: fc.anything(),
      broker: fc.anything(),
    });
    fc.assert(
      fc.property(fc.oneof(named, fc.anything({ withMap: true, withDate: true })), (junk) => {
        const message = parseTabMessage(junk);
        if (message === undefined) return;
        expect(message.v).toSatisfy(Number.isSafeInteger);
        if ('client' in message) expect(message.client.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});
