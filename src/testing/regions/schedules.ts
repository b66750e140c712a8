import { drawRegionOptions } from './region-options.ts';
import type { RegionRun } from './region-simulation.ts';
import { simulateRegions } from './region-simulation.ts';

/** Schedules that CI runs of all lanes together. */
const SCHEDULES = Number(process.env['REGION_SCHEDULES'] ?? '0');
/** How long a lane runs fresh seeds where no number is asked for. */
const BUDGET_MS = 8_000;
const FIRST_SEED = Number(process.env['SIMULATION_SEED'] ?? '1');
const LANES = 2;

/** Longest time that a lane may take. */
export const LANE_TIMEOUT_MS = SCHEDULES === 0 ? BUDGET_MS * 2 + 60_000 : 3_600_000;

export interface LaneEnd {
  readonly runs: number;
  readonly deaths: number;
  readonly conflicts: number;
  readonly acknowledged: number;
  /** Regions that several tabs shared. */
  readonly shared: number;
  /** The first failure, and how to run it again. */
  readonly failure: string | undefined;
}

/** Runs every second seed, so that two lanes in two test files use two cores. */
export async function runLane(lane: 0 | 1): Promise<LaneEnd> {
  const start = performance.now();
  const sums = { runs: 0, deaths: 0, conflicts: 0, acknowledged: 0, shared: 0 };
  for (let seed = FIRST_SEED + lane; ; seed += LANES) {
    const isOver =
      SCHEDULES === 0 ? performance.now() - start >= BUDGET_MS : sums.runs >= SCHEDULES / LANES;
    if (isOver) return { ...sums, failure: undefined };
    const options = drawRegionOptions(seed);
    const run: RegionRun = await simulateRegions(options);
    sums.runs++;
    sums.deaths += run.deaths;
    sums.conflicts += run.conflicts;
    sums.acknowledged += run.acknowledged;
    sums.shared += options.tabs === 0 ? 0 : 1;
    if (run.failure === undefined) continue;
    return {
      ...sums,
      failure: `npm run simulate:regions -- --seed ${String(seed)}: ${run.failure}`,
    };
  }
}
