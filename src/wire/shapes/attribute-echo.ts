import { membersOf } from './echo-text.ts';
import type { EchoText } from './echo-text.ts';

/** Deeper than anything that is kept, and shallow enough for any stack. */
const LEVELS_MAX = 100;

/** The types in the order Java prints them, some of which no request has. Source: reference validation.md section 3. */
const TYPES = 'S N B INT DECIMAL DOUBLE SS NS BS INTSET DECIMALSET DOUBLESET M L NULL BOOL'.split(
  ' ',
);

/** A map of attribute values that nobody has checked, as Java prints it; what lies too deep in it reads `null`. */
export function attributeMapEcho(map: unknown, out: EchoText, levels = LEVELS_MAX): void {
  if (typeof map !== 'object' || map === null) {
    scalarEcho(map, out);
    return;
  }
  const addEntry = ([name, value]: readonly [string, unknown]): void => {
    valueEcho(value, out.add(`${name}=`), levels);
  };
  out.add('{').addList(membersOf(map), addEntry).add('}');
}

/** One attribute value likewise. */
export function attributeValueEcho(value: unknown, out: EchoText): void {
  valueEcho(value, out, LEVELS_MAX);
}

function valueEcho(value: unknown, out: EchoText, levels: number): void {
  if (typeof value !== 'object' || value === null || levels === 0) {
    out.add('null');
    return;
  }
  const addType = (type: string): void => {
    const payload = Object.hasOwn(value, type) ? (value as Record<string, unknown>)[type] : null;
    payloadEcho(payload, out.add(`${type.charAt(0).toLowerCase()}${type.slice(1)}=`), levels - 1);
  };
  out.add('AttributeValue(').addList(TYPES, addType).add(')');
}

function payloadEcho(payload: unknown, out: EchoText, levels: number): void {
  if (Array.isArray(payload)) {
    const addElement = (each: unknown): void => {
      if (typeof each === 'object') valueEcho(each, out, levels);
      else scalarEcho(each, out);
    };
    out.add('[').addList(payload, addElement).add(']');
  } else if (payload === undefined || payload === null) {
    out.add('null');
  } else if (typeof payload === 'object') {
    attributeMapEcho(payload, out, levels);
  } else {
    scalarEcho(payload, out);
  }
}

function scalarEcho(payload: unknown, out: EchoText): void {
  out.add(typeof payload === 'string' ? payload : JSON.stringify(payload));
}
