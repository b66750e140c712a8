import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export const DURABILITIES = ['strict', 'interval', 'relaxed'] as const;

export interface Cut {
  readonly acknowledged: number;
  /** Acknowledged, and not there after the cut. */
  readonly lost: number;
  /** Age at the cut of the oldest acknowledgement that was lost. */
  readonly oldestLostMs: number;
  /** Anything beyond the loss of a tail: damage, a hole, a database that does not open. */
  readonly fault: string | undefined;
}

export interface Series {
  readonly durability: (typeof DURABILITIES)[number];
  readonly cuts: readonly Cut[];
}

const FILE = 'docs/durability.md';
const TITLE = '## Power cuts';

function rowOf({ durability, cuts }: Series): string {
  const sum = (value: (cut: Cut) => number): number =>
    cuts.reduce((total, cut) => total + value(cut), 0);
  const oldest = Math.max(...cuts.map(({ oldestLostMs }) => oldestLostMs));
  const cells = [
    durability,
    cuts.length,
    sum(({ acknowledged }) => acknowledged),
    sum(({ lost }) => lost),
    cuts.filter(({ lost }) => lost > 0).length,
    `${oldest} ms`,
    cuts.filter(({ fault }) => fault !== undefined).length,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Replaces the section on power cuts. */
export function writeReport(all: readonly Series[]): void {
  const section = `${TITLE}

A model in which only flushed bytes survive (\`scripts/power-cut\`): each cut kills Chromium with SIGKILL under load and gives the
next launch the files as they were when each was last flushed. Measured ${new Date().toISOString().slice(0, 10)}. A fault would be damage, a hole
before the lost tail, or a database that does not open.

| durability | cuts | acknowledged | lost | cuts with loss | oldest loss before the cut | faults |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${all.map(rowOf).join('\n')}
`;
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '# Durability\n';
  const start = before.indexOf(TITLE);
  const head = (start === -1 ? before : before.slice(0, start)).trimEnd();
  const end = start === -1 ? -1 : before.indexOf('\n## ', start);
  const tail = end === -1 ? '' : before.slice(end);
  writeFileSync(FILE, `${head}\n\n${section}${tail}`);
}
