import { describe, expect, it } from 'vitest';
import type { QuotaEvent } from '../wire/events.ts';
import { DatabaseEvents } from './database-events.ts';
import { Subscriptions } from './link/subscriptions.ts';

const QUOTA: QuotaEvent = { type: 'quota', region: 'us-east-1', atMs: 7 };

/** The events of a handle on two Regions. */
function handle(): {
  readonly events: DatabaseEvents;
  readonly regions: readonly [Subscriptions, Subscriptions];
} {
  const subscriptions = (): Subscriptions => new Subscriptions(() => undefined);
  const regions = [subscriptions(), subscriptions()] as const;
  return { events: new DatabaseEvents(regions), regions };
}

describe('the events of a handle', () => {
  it('are told with their members, of every Region', () => {
    const { events, regions } = handle();
    const heard: unknown[] = [];
    events.add('quota', ({ type, region, atMs }) => heard.push([type, region, atMs]), undefined);
    regions[0].tell(QUOTA);
    regions[1].tell({ ...QUOTA, region: 'eu-west-1' });
    expect(heard).toEqual([
      ['quota', 'us-east-1', 7],
      ['quota', 'eu-west-1', 7],
    ]);
  });

  it('are told to a listener until it is removed, its signal aborts, it has heard one, or the handle closes', () => {
    const { events, regions } = handle();
    const heard: string[] = [];
    const removed = (): void => void heard.push('removed');
    const signal = new AbortController();
    events.add('quota', removed, undefined);
    events.add('quota', () => heard.push('aborted'), { signal: signal.signal });
    events.add('quota', () => heard.push('once'), { once: true });
    events.add('quota', () => heard.push('closed'), undefined);
    regions[0].tell(QUOTA);
    events.remove('quota', removed);
    signal.abort();
    regions[0].tell(QUOTA);
    events.end();
    regions[0].tell(QUOTA);
    expect(heard).toEqual(['removed', 'aborted', 'once', 'closed', 'closed']);
  });

  it('are wanted of a Region from the first listener of a type until the handle closes', () => {
    const { events, regions } = handle();
    expect(regions[1].topics).toEqual([]);
    events.add('quota', () => undefined, undefined);
    events.add('owner', () => undefined, undefined);
    expect(regions[1].topics).toEqual(['quota', 'owner']);
    events.end();
    expect(regions[1].topics).toEqual([]);
  });
});
