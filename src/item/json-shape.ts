import { DynamoError } from '../wire/dynamo-error.ts';

/**
 * Attribute values whose JSON has the wrong type: a number where text belongs, a list where a structure does. AWS
 * answers these with a SerializationException, before it looks at any value.
 *
 * Source: validation.md section 3.
 */

/** The JSON types of a member of AttributeValue that is neither a list, a map nor a structure. */
export type ScalarTarget = 'String' | 'Boolean' | 'Blob';

const JAVA_CLASS = {
  String: 'java.lang.String',
  Boolean: 'java.lang.Boolean',
  Blob: 'java.nio.ByteBuffer',
} as const;
const ATTRIBUTE_VALUE_CLASS = 'com.amazonaws.dynamodb.v20120810.AttributeValue';
const ATTRIBUTE_MAP_CLASS = `java.util.Map<java.lang.String, ${ATTRIBUTE_VALUE_CLASS}>`;
const OBJECT_NOT_EXPECTED = 'Start of structure or map found where not expected';
const SCALAR_NOT_EXPECTED = 'Unexpected field type';

/**
 * How deep {@link checkItemShape} looks. Far below the deepest value that can be stored, and shallow enough for any
 * stack.
 */
const MAX_SHAPE_LEVELS = 200;

/** JSON text, number, flag, list or object where AWS expects `target`. */
export function wrongScalar(given: unknown, target: ScalarTarget): DynamoError {
  if (Array.isArray(given)) {
    return serialization(`Unrecognized collection type class ${JAVA_CLASS[target]}`);
  }
  switch (typeof given) {
    case 'boolean':
      return serialization(`${given ? 'TRUE' : 'FALSE'}_VALUE cannot be converted to ${target}`);
    case 'number': {
      const token = Number.isInteger(given) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
      return serialization(`${token} cannot be converted to ${target}`);
    }
    case 'object':
      return serialization(OBJECT_NOT_EXPECTED);
    default:
      return serialization('Unexpected token received from parser');
  }
}

/** Anything but a list where AWS expects one. */
export function wrongList(given: unknown): DynamoError {
  return serialization(typeof given === 'object' ? OBJECT_NOT_EXPECTED : SCALAR_NOT_EXPECTED);
}

/** Anything but an object where AWS expects a map of attribute values. */
export function wrongMap(given: unknown): DynamoError {
  return serialization(
    Array.isArray(given)
      ? `Unrecognized collection type ${ATTRIBUTE_MAP_CLASS}`
      : SCALAR_NOT_EXPECTED,
  );
}

/** Anything but an object where AWS expects an attribute value. */
export function wrongStructure(given: unknown): DynamoError {
  return serialization(
    Array.isArray(given)
      ? `Unrecognized collection type class ${ATTRIBUTE_VALUE_CLASS}`
      : SCALAR_NOT_EXPECTED,
  );
}

/** Text that is no canonical base64. Wordings are unconfirmed. */
export function wrongBase64(text: string): DynamoError {
  if (text.length % 4 !== 0) {
    const rule = 'Base64 encoded length is expected a multiple of 4 bytes';
    return serialization(`${rule} but found: ${String(text.length)}`);
  }
  const stranger = /[^A-Za-z0-9+/=]|=(?=[^=])|=(?===)/.exec(text);
  return serialization(
    stranger === null
      ? 'Invalid last non-pad Base64 character dectected'
      : `Invalid Base64 character: '${stranger[0]}'`,
  );
}

/** A flag. AWS also takes the words that its parser knows. */
export function readFlag(given: unknown): boolean {
  if (typeof given === 'boolean') return given;
  if (typeof given === 'string') {
    if (/^(?:true|1|yes)$/i.test(given)) return true;
    if (/^(?:false|0|no)$/i.test(given)) return false;
  }
  throw wrongScalar(given, 'Boolean');
}

/** An object that is not a list; its members are still to be read as own members only. */
export function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/**
 * Throws the SerializationException of the first member with a wrong JSON type in a map of attribute values. For use
 * once another fault is known: AWS reports wrong types first, wherever they stand.
 */
export function checkItemShape(wire: unknown): void {
  checkMap(wire, 1);
}

function checkMap(given: unknown, level: number): void {
  if (!isObject(given)) throw wrongMap(given);
  for (const value of Object.values(given)) {
    if (value !== null) checkValue(value, level);
  }
}

function checkValue(given: unknown, level: number): void {
  if (!isObject(given)) throw wrongStructure(given);
  if (level > MAX_SHAPE_LEVELS) return;
  for (const [type, payload] of Object.entries(given)) {
    if (payload !== null) checkPayload(type, payload, level);
  }
}

function checkPayload(type: string, payload: unknown, level: number): void {
  switch (type) {
    case 'S':
    case 'N':
      checkText(payload);
      break;
    case 'B':
      checkText(payload, 'Blob');
      break;
    case 'BOOL':
    case 'NULL':
      readFlag(payload);
      break;
    case 'SS':
    case 'NS':
    case 'BS':
      checkList(payload, (member) => {
        checkText(member, type === 'BS' ? 'Blob' : 'String');
      });
      break;
    case 'L':
      checkList(payload, (element) => {
        checkValue(element, level + 1);
      });
      break;
    case 'M':
      checkMap(payload, level + 1);
      break;
    default:
      break;
  }
}

function checkText(given: unknown, target: ScalarTarget = 'String'): void {
  if (typeof given !== 'string') throw wrongScalar(given, target);
}

function checkList(given: unknown, check: (element: unknown) => void): void {
  if (!Array.isArray(given)) throw wrongList(given);
  for (const element of given as readonly unknown[]) {
    if (element !== null) check(element);
  }
}

function serialization(message: string): DynamoError {
  return new DynamoError('SerializationException', message);
}
