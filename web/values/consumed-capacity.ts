import { isObject, type JsonObject } from './json-text.ts';

/** Capacity units of all tables together; undefined when the answer tells none. */
export function capacityUnits(body: JsonObject): number | undefined {
  const consumed = body['ConsumedCapacity'];
  const parts = Array.isArray(consumed) ? consumed.filter(isObject) : [consumed].filter(isObject);
  const units = parts
    .map((part) => part['CapacityUnits'])
    .filter((unit) => typeof unit === 'number');
  return units.length === 0 ? undefined : units.reduce((sum, unit) => sum + unit, 0);
}
