/** `tsx scripts/knobs.ts` writes docs/knobs.md from the table of the knobs. */
import { writeFileSync } from 'node:fs';
import { knobDocument } from '../src/testing/knobs/knob-document.ts';

writeFileSync(new URL('../docs/knobs.md', import.meta.url), knobDocument());
