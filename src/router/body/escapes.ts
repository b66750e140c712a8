const BACKSLASH = 0x5c;
const SMALL_D = 0x64;
const SMALL_U = 0x75;
const LETTER_BIT = 0x20;
/** Length of `\\ud800`. */
const ESCAPE = 6;

/** Whether no escape stands for half a character, as `"\\ud800"` does. The text itself is well-formed. */
export function hasWholeEscapes(text: string): boolean {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    const half = halfAt(text, at);
    if (half === 'low') return false;
    if (half === 'high' && halfAt(text, at + ESCAPE) !== 'low') return false;
    // What follows a backslash may be one, and begins no escape.
    at += half === 'high' ? 2 * ESCAPE : 2;
  }
  return true;
}

/** Which half of a character the escape at `at` stands for, if any: D800 to DBFF, DC00 to DFFF. */
function halfAt(text: string, at: number): 'high' | 'low' | undefined {
  if (text.charCodeAt(at) !== BACKSLASH || text.charCodeAt(at + 1) !== SMALL_U) return undefined;
  if ((text.charCodeAt(at + 2) | LETTER_BIT) !== SMALL_D) return undefined;
  const digit = Number.parseInt(text.charAt(at + 3), 16);
  if (!(digit >= 8)) return undefined;
  return digit < 12 ? 'high' : 'low';
}
