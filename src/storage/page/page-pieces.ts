/** The largest stored value: see `storage/log/frame-codec.ts`. */
export const PIECE_BYTES_MAX = 60_000;

/**
 * Cuts an encoded page into stored values of at most {@link PIECE_BYTES_MAX}. Each value begins with the number of
 * pieces of the page; the page's own checksum covers them all once they are joined.
 */
export function cutIntoPieces(page: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const room = PIECE_BYTES_MAX - 2;
  const count = piecesOf(page.length);
  return Array.from({ length: count }, (_, i) => {
    const part = page.subarray(i * room, (i + 1) * room);
    const piece = new Uint8Array(part.length + 2);
    new DataView(piece.buffer).setUint16(0, count, true);
    piece.set(part, 2);
    return piece;
  });
}

/** How many pieces so many bytes are cut into. */
export function piecesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / (PIECE_BYTES_MAX - 2)));
}

/** How many pieces the page has that `firstPiece` begins; 0 for bytes that are no piece. */
export function pieceCount(firstPiece: Uint8Array): number {
  return firstPiece.length < 2 ? 0 : (firstPiece[0] ?? 0) + (firstPiece[1] ?? 0) * 256;
}

export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0].subarray(2);
  const whole = new Uint8Array(
    pieces.reduce((sum, piece) => sum + Math.max(0, piece.length - 2), 0),
  );
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece.subarray(2), at);
    at += Math.max(0, piece.length - 2);
  }
  return whole;
}
