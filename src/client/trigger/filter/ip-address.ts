const V4_BITS = 32n;
const V6_BITS = 128n;
const V6_GROUPS = 8;

/** An IP address as a number, IPv4 and IPv6 apart. */
export interface IpAddress {
  readonly bits: bigint;
  readonly value: bigint;
}

/** Addresses from the low one to the high one, both included. */
export interface IpRange {
  readonly low: IpAddress;
  readonly high: bigint;
}

export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return { bits: V4_BITS, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

/** Eight groups of up to four hexadecimal digits, or fewer around one `::`. */
function parseV6(text: string): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = V6_GROUPS - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return undefined;
  return {
    bits: V6_BITS,
    value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n),
  };
}

/**
 * Reads `address/bits`: the whole network of the address, whichever of its addresses is named. A whole address is no range. Both as
 * Event Ruler 2.0.1, the matcher of EventBridge, has it (CIDR.java; until May 2023 the range began at the address).
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', mask = '', ...more] = text.split('/');
  const named = parseIpAddress(address);
  if (named === undefined || more.length > 0 || !/^\d{1,3}$/.test(mask)) return undefined;
  const { bits, value } = named;
  if (BigInt(mask) >= bits) return undefined;
  const hosts = (1n << (bits - BigInt(mask))) - 1n;
  return { low: { bits, value: value & ~hosts }, high: value | hosts };
}

export function isInAddressRange({ low, high }: IpRange, text: string): boolean {
  const address = parseIpAddress(text);
  return address?.bits === low.bits && address.value >= low.value && address.value <= high;
}
