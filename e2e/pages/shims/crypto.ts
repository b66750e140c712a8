/** What OneTable makes its ids of. */
import { Buffer } from 'buffer';

const crypto = {
  randomBytes: (length: number): Uint8Array =>
    Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(length))),
};

export { crypto as default };
