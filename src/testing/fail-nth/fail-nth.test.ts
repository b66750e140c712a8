import { describe, expect, it } from 'vitest';
import { CALL_KINDS, WAYS, WAYS_OF_WRITES } from './failing-devices.ts';
import { runScript } from './run-script.ts';
import { drawScript } from './script.ts';

const script = drawScript(1, 200);
const WRITES = new Set(['take over', 'write frames', 'write pages', 'write superblock']);
const healthy = await runScript(script, 0, 'aborts');

describe('a store whose device fails once', () => {
  it('is tested with a script that makes every kind of call', () => {
    expect(healthy.failure).toBeUndefined();
    expect(healthy).toMatchObject({ undecided: 0, refused: 0 });
    expect(healthy.calls.length).toBeGreaterThan(150);
    expect(new Set(healthy.calls)).toEqual(new Set(CALL_KINDS));
  });

  it.each(WAYS)(
    'loses nothing it acknowledged, keeps nothing it refused and goes on, when any one call %s',
    { timeout: 120_000 },
    async (way) => {
      const failures: string[] = [];
      let touched = 0;
      for (const [i, kind] of healthy.calls.entries()) {
        const n = i + 1;
        if (WAYS_OF_WRITES.includes(way) && !WRITES.has(kind)) continue;
        const { failure, undecided, refused } = await runScript(script, n, way);
        touched += undecided + refused;
        if (failure !== undefined) failures.push(`call ${String(n)}: ${failure}`);
      }
      expect(failures).toEqual([]);
      // What a full device refuses is tried again once there is room.
      if (way === 'runs into the quota') expect(touched).toBe(0);
      else expect(touched).toBeGreaterThan(100);
    },
  );

  it('is caught when the device acknowledges what it does not write', async () => {
    const lie = 'takes no effect and answers with success';
    let caught = 0;
    for (let n = 1; n <= healthy.calls.length; n += 5)
      if ((await runScript(script, n, lie)).failure !== undefined) caught++;
    expect(caught).toBeGreaterThan(5);
  });
});
