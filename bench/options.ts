import { parseArgs } from 'node:util';

export const PARTS = ['comparison', 'indexes', 'sdk', 'tabs', 'growth'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly parts: readonly Part[];
  readonly items: number;
  /** Items of the tables that are larger than memory. */
  readonly growthItems: number;
  /** Stages of such a run that left their figures are not run again. */
  readonly isResumed: boolean;
  readonly rounds: number;
  /** Rounds of bulk loads, each into new databases. */
  readonly loads: number;
  /** Reopenings a peer, each in a browser launched for it. */
  readonly reopenings: number;
  /** Names of the peers to compare; all when empty. */
  readonly peers: readonly string[];
  readonly isHelp: boolean;
  /** A folder with another build, to measure this one against; nothing else is measured then. */
  readonly against: string | undefined;
  /** Small and fast, for a look whether everything works: prints, writes nothing. */
  readonly quick: boolean;
}

export const USAGE = `npm run bench -- [--comparison] [--indexes] [--sdk] [--tabs] [--growth] [--items N] [--rounds N] [--peers a,b] [--quick]
  Without a part all of them run. Of --growth each stage leaves its figures in .cache/growth: with --resume those that are there are not run again. Results go to docs/benchmarks.md, except with --quick.
npm run bench -- --against DIR [--items N] [--rounds N] [--quick]
  This build and the one in DIR (its external.js and worker.js) take turns in one browser, this one once more beside them. Prints ratios.`;

export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      comparison: { type: 'boolean', default: false },
      indexes: { type: 'boolean', default: false },
      sdk: { type: 'boolean', default: false },
      tabs: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      items: { type: 'string' },
      rounds: { type: 'string' },
      peers: { type: 'string' },
      against: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  const parts = PARTS.filter((part) => values[part]);
  const rounds = Number(values.rounds ?? (quick ? 2 : values.against === undefined ? 5 : 20));
  return {
    parts: parts.length > 0 ? parts : PARTS,
    items: Number(values.items ?? (quick ? 10_000 : 100_000)),
    growthItems: Number(values.items ?? (quick ? 20_000 : 200_000)),
    isResumed: values.resume,
    rounds,
    loads: Math.min(rounds, 3),
    reopenings: quick ? 2 : 7,
    peers: values.peers?.split(',') ?? [],
    isHelp: values.help,
    against: values.against,
    quick,
  };
}
