/** What is known of one knob. */
export interface Knob {
  readonly unit:
    | 'ms'
    | 'bits'
    | 'bytes'
    | 'records'
    | 'items'
    | 'pages'
    | 'runs'
    | 'rows'
    | 'trees'
    | 'commits'
    | 'share';
  /** With every value from here to `most`, whatever the others have, all answers are right. */
  readonly least: number;
  readonly most: number;
  /** What it tunes, and why it has the default that it has. */
  readonly source: string;
}

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
