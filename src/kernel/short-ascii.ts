/** Longer text is faster read by the host's decoder, which takes 0.2 µs to begin with. Measured in Chromium: 0.03 µs for 12 bytes, 0.15 for these. */
const SHORT = 64;

/** The text of bytes that are few and ASCII throughout; undefined of any others. */
export function findShortAscii(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (to - from > SHORT) return undefined;
  let text = '';
  let all = 0;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const one = bytes[at] as number;
    const two = bytes[at + 1] as number;
    const three = bytes[at + 2] as number;
    const four = bytes[at + 3] as number;
    all |= one | two | three | four;
    text += String.fromCharCode(one, two, three, four);
  }
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    all |= byte;
    text += String.fromCharCode(byte);
  }
  return all < 0x80 ? text : undefined;
}
