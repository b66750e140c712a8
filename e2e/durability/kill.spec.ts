/**
 * SIGKILL of the browser under load, again and again on one profile: no acknowledged write lost, no refused write present, no
 * transaction half applied, whatever moment the kill hits: idle, loading, checkpointing, recovering.
 *
 * `KILLS` (60) is their number over all durabilities, `KILL_SEED` draws operations and moments.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { ChromiumProcess, newProfile, removeProfile } from './chromium-process.ts';
import { call } from './page-calls.ts';
import type { DatabaseOptions } from './protocol.ts';
import { Witness } from './witness.ts';

const DURABILITIES = ['relaxed', 'interval', 'strict'] as const;
const KILLS = Number(process.env['KILLS'] ?? 60);
const SEED = Number(process.env['KILL_SEED'] ?? 1);
/** Load runs this long at most before the kill. */
const LOAD_MS = 900;
/** One kill in six hits an opening. */
const OPENING_KILLS = 1 / 6;
const OPENING_MS = 250;

// Tracing a browser that is killed only slows it down.
test.use({ trace: 'off' });

interface Trial {
  readonly profile: string;
  readonly url: string;
  readonly options: DatabaseOptions;
  readonly witness: Witness;
  readonly random: () => number;
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Life {
  readonly openMs: number | undefined;
  readonly checkpointLsn: number;
}

/** Opens, compares, works and is killed. */
async function liveAndDie(trial: Trial, seed: number): Promise<Life> {
  const { witness, options, random } = trial;
  const browser = await ChromiumProcess.launch(trial.profile);
  try {
    const page = await browser.page(trial.url);
    const opening = call(page, 'open', options);
    if (random() < OPENING_KILLS) {
      opening.catch(() => undefined);
      await sleep(random() * OPENING_MS);
      return { openMs: undefined, checkpointLsn: 0 };
    }
    const state = await call(page, 'readAll', await opening);
    witness.compare(state);
    if (witness.violations.length > 0) return { openMs: state.openMs, checkpointLsn: 0 };
    const checkpointLsn = await call(page, 'checkpointLsn');
    call(page, 'work', witness.laneStarts(seed), witness.url).catch(() => undefined);
    await sleep(random() * LOAD_MS);
    return { openMs: state.openMs, checkpointLsn };
  } finally {
    await browser.kill();
  }
}

/** Opens once more and compares. */
async function lastLook({ profile, url, options, witness }: Trial): Promise<void> {
  const browser = await ChromiumProcess.launch(profile);
  try {
    const page = await browser.page(url);
    const state = await call(page, 'readAll', await call(page, 'open', options));
    witness.compare(state);
  } finally {
    await browser.quit();
  }
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

for (const [index, durability] of DURABILITIES.entries()) {
  const kills = Math.round(((index + 1) * KILLS) / 3) - Math.round((index * KILLS) / 3);

  test(`${kills} kills under load with ${durability} durability`, async ({ baseURL }) => {
    test.setTimeout(30_000 + kills * 15_000);
    const witness = await Witness.start();
    const trial: Trial = {
      profile: newProfile('kill'),
      url: `${baseURL ?? ''}pages/durability.html`,
      options: { name: 'killed', durability, cacheBytes: 1024 * 1024 },
      witness,
      random: randomFrom(SEED * 3 + index),
    };
    const lives: Life[] = [];
    try {
      for (let kill = 0; kill < kills; kill++) {
        lives.push(await liveAndDie(trial, SEED * 10_000 + kill));
        expect(witness.violations.slice(0, 20), `before kill ${kill}`).toEqual([]);
      }
      await lastLook(trial);
    } finally {
      witness.close();
      removeProfile(trial.profile);
    }
    const openings = lives.flatMap(({ openMs }) => (openMs === undefined ? [] : [openMs]));
    const checkpoints = new Set(lives.map(({ checkpointLsn }) => checkpointLsn)).size;
    const { acknowledged, refused, transactions, undecidedApplied, undecidedNot } = witness.counts;
    console.log(
      `${durability}: ${kills} kills (${kills - openings.length} while opening), ${acknowledged} acknowledged of which ` +
        `${refused} refusals and ${transactions} transactions, ${undecidedApplied} unacknowledged applied, ` +
        `${undecidedNot} not, ${checkpoints} different checkpoints found, opened in ${medianOf(openings).toFixed(0)} ms (median)`,
    );
    expect(witness.violations.slice(0, 20)).toEqual([]);
    expect(acknowledged).toBeGreaterThan(0);
  });
}
