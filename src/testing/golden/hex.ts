/** Bytes as people read them: sixteen a line, with what of them is ASCII. */

const LINE = 16;

export function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    const line = [...bytes.subarray(at, at + LINE)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = line
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${hex.padEnd(3 * LINE)} ${text}`);
  }
  return `${lines.join('\n')}\n`;
}

export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = text
    .split('\n')
    .flatMap((line) => line.slice(0, 3 * LINE).split(' '))
    .filter((byte) => byte !== '');
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16));
}

/** A one-byte string as its bytes. */
export const bytesOfText = (text: string): Uint8Array =>
  Uint8Array.from(text, (char) => char.charCodeAt(0));
