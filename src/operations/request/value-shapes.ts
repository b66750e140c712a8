/**
 * Attribute values as members of requests: left as they came for `item/canonical.ts`, their JSON types checked only once a
 * request is known to be refused.
 */
import { checkItemShape } from '../../item/json-shape.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import * as wire from '../../wire/shapes/collections.ts';
import type { Shape } from '../../wire/shapes/shape.ts';

export const attributeValue: Shape<unknown> = {
  ...wire.attributeValue,
  checkValues: (value) => checkItemShape({ value }),
};

/** An item, a key, or expression values. */
export const attributeMap: Shape<JsonObject> = {
  ...wire.attributeMap,
  checkValues: checkItemShape,
};
