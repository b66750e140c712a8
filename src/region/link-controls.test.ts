import { describe, expect, it } from 'vitest';
import type { Channel } from '../kernel/channel.ts';
import { Listeners } from '../kernel/listeners.ts';
import type { Timer } from '../kernel/time.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import { Prng } from '../testing/world/prng.ts';
import { LinkControls } from './link-controls.ts';
import type { LinkTroubles } from '../wire/extensions/regions.ts';

/** Names that no Region has. */
const STRANGERS = 1_000;

interface Trial {
  readonly controls: LinkControls;
  readonly heard: unknown[];
  readonly say: (from: string, count: number) => void;
  /** Lets all time pass. */
  readonly wait: () => void;
}

function trial(settings: LinkTroubles): Trial {
  const inner: Channel = { post: () => undefined, heard: new Listeners(), close: () => undefined };
  let later: { readonly at: number; readonly job: () => void }[] = [];
  const after = (at: number, job: () => void): Timer => {
    later.push({ at, job });
    return { cancel: () => undefined };
  };
  const still = fakeWorld();
  const world = { ...still, random: new Prng(7), host: { ...still.host, after } };
  const controls = new LinkControls(inner, world, (message) => (message as { from: string }).from);
  controls.set('b', settings);
  const heard: unknown[] = [];
  controls.heard.add((message) => heard.push((message as { n: number }).n));
  return {
    controls,
    heard,
    say: (from, count) => {
      for (let n = 0; n < count; n++) inner.heard.tell({ from, n });
    },
    wait: () => {
      const due = later.sort((a, b) => a.at - b.at);
      later = [];
      for (const { job } of due) job();
    },
  };
}

describe('a link', () => {
  it('that is cut lets nothing through, and others go on', () => {
    const { heard, say, controls } = trial({ Cut: true });
    say('b', 3);
    expect(heard).toEqual([]);
    say('c', 1);
    expect(heard).toEqual([0]);
    expect(controls.reports()).toMatchObject([
      { From: 'b', Delivered: 0, Lost: 3 },
      { From: 'c', Delivered: 1, Lost: 0 },
    ]);
    controls.set('b', { Cut: false });
    say('b', 1);
    expect(heard).toHaveLength(2);
  });

  it('loses about as many messages as it is told to', () => {
    const { heard, say } = trial({ Loss: 0.5 });
    say('b', 400);
    expect(heard.length).toBeGreaterThan(140);
    expect(heard.length).toBeLessThan(260);
  });

  it('doubles messages', () => {
    const { heard, say } = trial({ Duplicate: 1 });
    say('b', 2);
    expect(heard).toEqual([0, 0, 1, 1]);
  });

  it('delays messages, and loses those under way when it is cut', () => {
    const { heard, say, wait, controls } = trial({ DelayMs: 50 });
    say('b', 2);
    expect(heard).toEqual([]);
    wait();
    expect(heard).toEqual([0, 1]);
    say('b', 2);
    controls.set('b', { Cut: true });
    wait();
    expect(heard).toHaveLength(2);
  });

  it('lets messages overtake each other', () => {
    const { heard, say, wait } = trial({ Reorder: 0.5, DelayMs: 1 });
    say('b', 30);
    wait();
    expect(heard).toHaveLength(30);
    expect(heard).not.toEqual([...heard].sort((a, b) => Number(a) - Number(b)));
  });
});

it('nothing is heard after the end, not even what was under way', () => {
  const { heard, say, wait, controls } = trial({ DelayMs: 5 });
  say('b', 1);
  controls.close();
  wait();
  say('b', 1);
  expect(heard).toEqual([]);
});

it('links do not grow in number with the names that a stranger makes up', () => {
  const { controls, say, heard } = trial({});
  for (let i = 0; i < STRANGERS; i++) say(`stranger-${String(i)}`, 1);
  say('b', 1);
  expect(controls.reports().length).toBe(64);
  expect(heard.length).toBe(64);
});
