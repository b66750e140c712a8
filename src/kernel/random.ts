/** The world's chance. Everything below `engine/` gets randomness from here and nowhere else: ESLint refuses it, `scripts/floors.test.ts` holds where. */
export interface Random {
  /** Uniform over the integers of [0, 2^32). */
  readonly nextUint32: () => number;
}

/** A version 4 UUID drawn from `random`, lower case. */
export function randomUuid(random: Random): string {
  let hex = '';
  for (let i = 0; i < 4; i++) hex += random.nextUint32().toString(16).padStart(8, '0');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
