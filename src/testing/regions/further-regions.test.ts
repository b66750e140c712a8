import { expect, it } from 'vitest';
import { LANE_TIMEOUT_MS, runLane } from './schedules.ts';

it('Regions agree in every other schedule too', { timeout: LANE_TIMEOUT_MS }, async () => {
  const end = await runLane(1);
  expect(end.failure).toBeUndefined();
  expect(end.acknowledged).toBeGreaterThan(end.runs);
});
