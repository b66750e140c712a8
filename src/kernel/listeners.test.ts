import { describe, expect, it } from 'vitest';
import { Listeners } from './listeners.ts';

describe('listeners', () => {
  it('hear all that is told, in the order in which they came, until they have enough', () => {
    const heard: string[] = [];
    const listeners = new Listeners<[what: string]>();
    const stop = listeners.add((what) => heard.push(`first ${what}`));
    listeners.add((what) => heard.push(`second ${what}`));
    listeners.tell('a');
    stop();
    stop();
    listeners.tell('b');
    expect(heard).toEqual(['first a', 'second a', 'second b']);
  });

  it('are each their own, though their function is the same', () => {
    let count = 0;
    const listener = (): void => {
      count++;
    };
    const listeners = new Listeners<[]>();
    const stop = listeners.add(listener);
    listeners.add(listener);
    stop();
    listeners.tell();
    expect(count).toBe(1);
  });
});
