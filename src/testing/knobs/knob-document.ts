import { KNOBS } from '../../kernel/knobs.ts';
import { KNOB_NAMES, KNOB_TABLE } from './knob-table.ts';
import { RULES } from './rules.ts';

/** The text of docs/knobs.md. */
export function knobDocument(): string {
  const knobs = KNOB_NAMES.map((name) => {
    const { unit, least, most, source } = KNOB_TABLE[name];
    return row([`\`${name}\``, unit, figure(KNOBS[name]), figure(least), figure(most), source]);
  });
  const rules = RULES.map(({ what, unit, value, source }) =>
    row([what, unit, figure(value), source]),
  );
  return [
    '# Knobs',
    '',
    'Numbers that tune the database and leave its answers right, whatever they are within their bounds and in whatever combination. They are',
    'set in `src/kernel/knobs.ts` and reach the database with its world; every build has the defaults. Simulations draw them from their seed.',
    'This page is written from `src/testing/knobs/` by `npx tsx scripts/knobs.ts`; a test compares it.',
    '',
    row(['Knob', 'Unit', 'Default', 'Least', 'Most', 'Tunes, and source']),
    row(['---', '---', '---:', '---:', '---:', '---']),
    ...knobs,
    '',
    '## No knobs',
    '',
    'Numbers that AWS has fixed are never drawn. Those that more than one part goes by:',
    '',
    row(['Rule', 'Unit', 'Value', 'Source']),
    row(['---', '---', '---:', '---']),
    ...rules,
    '',
    'Nor are the numbers of what is stored or sent: magic numbers, formats, the sizes of headers, frames and pieces, the protocols.',
    '',
  ].join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const figure = (value: number): string => value.toLocaleString('en-US');
