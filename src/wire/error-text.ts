/**
 * Longest text of an error, in UTF-16 units. AWS's own bound is unconfirmed; what it is known to print is shorter by far.
 */
export const TEXT_MAX = 131_072;

const CUT = '...';

/** The beginning of a text that is longer than messages may be. */
export function boundedText(text: string): string {
  if (text.length <= TEXT_MAX) return text;
  const end = TEXT_MAX - CUT.length;
  const last = text.charCodeAt(end - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? end - 1 : end) + CUT;
}
