/**
 * SIGKILL of the browser under load, again and again on one profile: no acknowledged write lost, no refused write present, no
 * transaction half applied, whatever moment the kill hits: idle, loading, checkpointing, recovering. Rarely Chromium throws the whole
 * database away on the second launch after a kill: that must be an error, and the test goes on with a new one.
 *
 * `KILLS` (60) is their number over all durabilities, `KILL_SEED` draws operations and moments.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import { ChromiumProcess } from './chromium-process.ts';
import { hasBrowserStartedAnew, hasBrowserThrownAway } from './leveldb-files.ts';
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
  profile: string;
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

/** `unheard`: Chromium threw the database away in a life that was killed before it could be told; localStorage may be lost with it. */
type Life =
  | { readonly end: 'opening' | 'thrown away' | 'unheard' }
  | { readonly end: 'load'; readonly openMs: number; readonly checkpointLsn: number };

/** Opens, compares, works and is killed. */
async function liveAndDie(trial: Trial, seed: number): Promise<Life> {
  const { witness, options, random } = trial;
  const hasStore = witness.knowsStore;
  const browser = await ChromiumProcess.launch(trial.profile);
  try {
    const page = await browser.page(trial.url);
    const opening = call(page, 'open', options);
    if (random() < OPENING_KILLS) {
      opening.catch(() => undefined);
      await sleep(random() * OPENING_MS);
      await browser.kill();
      return { end: hasStore && hasBrowserThrownAway(trial.profile) ? 'unheard' : 'opening' };
    }
    const opened = await opening;
    if (typeof opened !== 'number') {
      if (opened.code === 'storage-lost' && hasBrowserStartedAnew(trial.profile))
        return { end: 'thrown away' };
      throw new Error(`the database was refused: ${opened.code} ${opened.message}`);
    }
    witness.compare(await call(page, 'readAll'));
    witness.mustBeContent();
    const checkpointLsn = await call(page, 'checkpointLsn');
    call(page, 'work', witness.laneStarts(seed), witness.url).catch(() => undefined);
    await sleep(random() * LOAD_MS);
    return { end: 'load', openMs: opened, checkpointLsn };
  } finally {
    await browser.kill();
  }
}

/** Chromium itself threw the database away, and we said so: on with a new one. */
function startAnew(trial: Trial): void {
  removeProfile(trial.profile);
  trial.profile = newProfile('kill');
  trial.witness.forget();
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function summaryOf(durability: string, lives: readonly Life[], witness: Witness): string {
  const loads = lives.flatMap((life) => (life.end === 'load' ? [life] : []));
  const checkpoints = new Set(loads.map(({ checkpointLsn }) => checkpointLsn)).size;
  const openings = lives.filter(({ end }) => end === 'opening').length;
  const thrownAway = lives.filter(({ end }) => end === 'thrown away').length;
  const unheard = lives.filter(({ end }) => end === 'unheard').length;
  const { acknowledged, refused, transactions, undecidedApplied, undecidedNot } = witness.counts;
  return (
    `${durability}: ${lives.length} kills, ${openings} of them while opening; ${acknowledged} acknowledged, ${refused} of them ` +
    `refusals and ${transactions} transactions; unacknowledged: ${undecidedApplied} applied, ${undecidedNot} not; ` +
    `${checkpoints} checkpoints found; opened in ${medianOf(loads.map(({ openMs }) => openMs)).toFixed(0)} ms (median); ` +
    `${thrownAway} times Chromium threw the database away, and we said so; ${unheard} times it was killed before it could be asked`
  );
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
      // The last life only looks at what the last kill left.
      while (lives.length <= kills) {
        const life = await liveAndDie(trial, SEED * 10_000 + lives.length);
        lives.push(life);
        if (life.end === 'thrown away' || life.end === 'unheard') startAnew(trial);
      }
    } finally {
      witness.close();
      removeProfile(trial.profile);
    }
    console.log(summaryOf(durability, lives, witness));
    witness.mustBeContent();
    expect(witness.counts.acknowledged).toBeGreaterThan(0);
  });
}
