import { membersOf } from './echo-text.ts';
import type { EchoText } from './echo-text.ts';

/** Deeper than anything that is kept, and shallow enough for any stack. */
const LEVELS_MAX = 100;

/** The JSON text of a value that nobody has checked; what lies too deep in it reads `null`. */
export function jsonEcho(value: unknown, out: EchoText, levels = LEVELS_MAX): void {
  if (typeof value !== 'object' || value === null) {
    out.add(JSON.stringify(value));
  } else if (levels === 0) {
    out.add('null');
  } else if (Array.isArray(value)) {
    out.add('[');
    out
      .addList(
        value,
        (each) => {
          jsonEcho(each, out, levels - 1);
        },
        ',',
      )
      .add(']');
  } else {
    const addMember = ([name, each]: readonly [string, unknown]): void => {
      jsonEcho(each, out.add(`${JSON.stringify(name)}:`), levels - 1);
    };
    out.add('{').addList(membersOf(value), addMember, ',').add('}');
  }
}
