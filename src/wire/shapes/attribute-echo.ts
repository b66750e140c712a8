/** Deeper than anything that is kept, and shallow enough for any stack. */
const LEVELS_MAX = 100;

/** The types in the order Java prints them, some of which no request has. Source: reference validation.md section 3. */
const TYPES = 'S N B INT DECIMAL DOUBLE SS NS BS INTSET DECIMALSET DOUBLESET M L NULL BOOL'.split(
  ' ',
);

/** A map of attribute values that nobody has checked, as Java prints it; what lies too deep in it reads `null`. */
export function attributeMapEcho(map: unknown, levels = LEVELS_MAX): string {
  if (typeof map !== 'object' || map === null) return scalarEcho(map);
  const entries = Object.entries(map);
  return `{${entries.map(([name, value]) => `${name}=${valueEcho(value, levels)}`).join(', ')}}`;
}

/** One attribute value likewise. */
export function attributeValueEcho(value: unknown): string {
  return valueEcho(value, LEVELS_MAX);
}

function valueEcho(value: unknown, levels: number): string {
  if (typeof value !== 'object' || value === null || levels === 0) return 'null';
  const payloads = new Map<string, unknown>(Object.entries(value));
  const members = TYPES.map((type) => {
    const name = type.charAt(0).toLowerCase() + type.slice(1);
    return `${name}=${payloadEcho(payloads.get(type), levels - 1)}`;
  });
  return `AttributeValue(${members.join(', ')})`;
}

function payloadEcho(payload: unknown, levels: number): string {
  if (Array.isArray(payload)) {
    const elements = payload.map((each) =>
      typeof each === 'object' ? valueEcho(each, levels) : scalarEcho(each),
    );
    return `[${elements.join(', ')}]`;
  }
  if (payload === undefined || payload === null) return 'null';
  return typeof payload === 'object' ? attributeMapEcho(payload, levels) : scalarEcho(payload);
}

function scalarEcho(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
