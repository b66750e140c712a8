/** A text with `*` for any run of characters: the literal pieces between the asterisks. */
export type Wildcard = readonly string[];

/** Reads `\*` and `\\` as the characters themselves. Answers the fault as text where there is one. */
export function parseWildcard(
  text: string,
): { readonly pieces: Wildcard } | { readonly fault: string } {
  const pieces: string[] = [];
  let piece = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '*') {
      if (text.charAt(at + 1) === '*') return { fault: `consecutive wildcard characters at ${at}` };
      pieces.push(piece);
      piece = '';
    } else if (character === '\\') {
      const escaped = text.charAt(++at);
      if (escaped !== '*' && escaped !== '\\') {
        return { fault: `invalid escape character at ${at - 1}` };
      }
      piece += escaped;
    } else {
      piece += character;
    }
  }
  return { pieces: [...pieces, piece] };
}

/** Takes each piece at its first place behind the one before: no place is tried twice, so that no text makes it slow. */
export function matchesWildcard(pieces: Wildcard, text: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return text === first;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return from <= text.length - last.length;
}
