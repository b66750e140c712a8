/** What the console reads out of an answer, whatever operation it answers. */
import type { WireItem } from './attribute-value.ts';
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

export function answeredItems(body: JsonObject): readonly WireItem[] {
  const items = body['Items'];
  if (Array.isArray(items)) return items as WireItem[];
  const one = body['Item'] ?? body['Attributes'];
  return isObject(one) ? [one as WireItem] : [];
}
