/**
 * UTF-8 by the host's codecs, or by hand where it has none: test environments in the manner of a browser leave them out, or have
 * those of another realm, whose bytes are no `Uint8Array` here.
 */
const ENCODER = typeof TextEncoder === 'undefined' ? undefined : new TextEncoder();
const DECODER =
  typeof TextDecoder === 'undefined'
    ? undefined
    : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of `text`; a lone surrogate becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  if (ENCODER === undefined) {
    const bytes = new Uint8Array(text.length * 3);
    return bytes.slice(0, writeByHand(text, bytes));
  }
  const bytes = ENCODER.encode(text);
  return bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
}

/** Writes the UTF-8 bytes of `text`, which must have room, and answers their number. */
export function writeUtf8(text: string, to: Uint8Array): number {
  return ENCODER === undefined ? writeByHand(text, to) : ENCODER.encodeInto(text, to).written;
}

/** The text of UTF-8 bytes, a byte order mark included. Throws TypeError where they are none. */
export function utf8Text(bytes: Uint8Array): string {
  return DECODER === undefined ? readByHand(bytes) : DECODER.decode(bytes);
}

/** The same of bytes from outside: undefined where they are no UTF-8. */
export function findUtf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8Text(bytes);
  } catch {
    return undefined;
  }
}

const REPLACEMENT = 0xfffd;

/** For hosts without an encoder, and for the tests of it. */
export function writeByHand(text: string, to: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) i++;
    if (point >= 0xd800 && point <= 0xdfff) point = REPLACEMENT;
    if (point < 0x80) {
      to[at++] = point;
      continue;
    }
    const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    to[at++] = ((0xff00 >> (more + 1)) & 0xff) | (point >> (6 * more));
    for (let left = more - 1; left >= 0; left--) to[at++] = 0x80 | ((point >> (6 * left)) & 0x3f);
  }
  return at;
}

/** Least code points that need one, two, three bytes behind the first. */
const LEAST = [0, 0x80, 0x800, 0x10000];

/** For hosts without a decoder, and for the tests of it. */
export function readByHand(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++] ?? 0;
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if ((first >= 0x80 && first < 0xc0) || first > 0xf4) throw notUtf8();
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let left = more; left > 0; left--) {
      const next = bytes[at++] ?? 0;
      if (next >> 6 !== 2) throw notUtf8();
      point = (point << 6) | (next & 0x3f);
    }
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (point < (LEAST[more] ?? 0) || point > 0x10ffff || isSurrogate) throw notUtf8();
    parts.push(String.fromCodePoint(point));
  }
  return parts.join('');
}

function notUtf8(): TypeError {
  return new TypeError('the bytes are no UTF-8');
}
