import type { Alternatives, FieldNode, ObjectNode, Scalar } from './pattern-nodes.ts';

/**
 * Whether an event matches a pattern. An array of the event stands for each of its elements; members of one object of a
 * pattern must match in one element. Source: EventBridge, "Arrays in event patterns"; Event Ruler.
 */
export function matchesPattern(pattern: Alternatives, event: unknown): boolean {
  return pattern.some((node) => matchesObject(node, event, event));
}

function matchesObject({ fields, objects }: ObjectNode, value: unknown, event: unknown): boolean {
  return objectsOf(value).some((object) => {
    for (const [name, field] of fields) {
      if (!matchesField(field, memberOf(object, name), event)) return false;
    }
    for (const [name, node] of objects) {
      if (!matchesObject(node, memberOf(object, name), event)) return false;
    }
    return true;
  });
}

function memberOf(object: Members, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** An absent field is one without a leaf value anywhere in the event: `exists` does not see objects. */
function matchesField(node: FieldNode, value: unknown, event: unknown): boolean {
  const values = scalarsOf(value);
  if (values.some((scalar) => node.tests.some((test) => test(scalar)))) return true;
  return node.allowsAbsent && !hasScalarAt(event, node.path);
}

function hasScalarAt(value: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return scalarsOf(value).length > 0;
  return objectsOf(value).some(
    (object) => Object.hasOwn(object, name) && hasScalarAt(object[name], rest),
  );
}

type Members = Readonly<Record<string, unknown>>;

/** The object itself, those of an array, or one without members where nothing can match but absence. */
function objectsOf(value: unknown): readonly Members[] {
  const objects = flatten(value).filter(
    (element) => typeof element === 'object' && element !== null,
  );
  return objects.length > 0 ? (objects as readonly Members[]) : [{}];
}

function scalarsOf(value: unknown): readonly Scalar[] {
  return flatten(value).filter(
    (element) => element !== undefined && (typeof element !== 'object' || element === null),
  ) as readonly Scalar[];
}

function flatten(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}
