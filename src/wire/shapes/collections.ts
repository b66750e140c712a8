import type { ConstraintForm, Failures, Place, Step } from './constraint.ts';
import { attributeMapEcho, attributeValueEcho } from './attribute-echo.ts';
import { ITEM_BYTES_MAX } from '../limits.ts';
import { membersOf } from './echo-text.ts';
import type { EchoText } from './echo-text.ts';
import { valueLayout, valuesLayout } from './layout.ts';
import { atLeast, atMost, complain, serializationError } from './shape.ts';
import type { Shape } from './shape.ts';

/** A JSON object as it came, its members unread. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface SizeRules {
  readonly min?: number;
  readonly max?: number;
  readonly form?: ConstraintForm;
}

function checkCount(
  count: { readonly size: number; readonly echo: (out: EchoText) => void },
  rules: SizeRules,
  parent: Place | undefined,
  step: Step,
  failures: Failures,
): void {
  const { min = 0, max = Infinity, form = 'echo' } = rules;
  if (count.size >= min && count.size <= max) return;
  const constraint = count.size < min ? atLeast('length', min) : atMost('length', max);
  complain(failures, parent, step, { kind: 'length', form, echo: count.echo, constraint });
}

/** `checkValues` of a list or map whose elements have one. */
function checkEach({ checkValues: check }: Shape<unknown>): Pick<Shape<unknown>, 'checkValues'> {
  if (check === undefined) return {};
  return {
    checkValues: (value) => {
      for (const each of Object.values(value as JsonObject)) if (each !== null) check(each);
    },
  };
}

/** Messages print what was sent, with the nulls that reading drops. */
function echoOr(shape: Shape<unknown>, value: unknown, out: EchoText): void {
  if (value === null) out.add('null');
  else shape.echo(value, out);
}

export function list<T>(element: Shape<T>, rules: SizeRules = {}): Shape<readonly T[]> {
  const shape: Shape<readonly T[]> = {
    layout: { kind: 'list', element: element.layout, max: rules.max ?? Infinity },
    read: (value, parent, step, failures) => {
      if (!Array.isArray(value)) {
        throw serializationError(
          typeof value === 'object'
            ? 'Start of structure or map found where not expected'
            : 'Unexpected field type',
        );
      }
      const given = value as readonly unknown[];
      checkCount(
        {
          size: given.length,
          echo: (out) => {
            shape.echo(given, out);
          },
        },
        rules,
        parent,
        step,
        failures,
      );
      const here: Place = { parent, step };
      let same = true;
      const read: T[] = [];
      for (let i = 0; i < given.length; i++) {
        const each = given[i];
        if (each === null || each === undefined) {
          same = false;
          continue;
        }
        const kept = element.read(each, here, i, failures);
        if (kept !== each) same = false;
        read.push(kept);
      }
      return same ? (given as readonly T[]) : read;
    },
    echo: (value, out) => {
      const elements: readonly unknown[] = Array.isArray(value) ? value : [];
      const addElement = (each: unknown): void => {
        echoOr(element, each, out);
      };
      out.add('[').addList(elements, addElement).add(']');
    },
    ...checkEach(element),
  };
  return shape;
}

export interface MapRules extends SizeRules {
  /** How the whole map is printed in messages; the default is Java's `{key=value, ...}`. */
  readonly echo?: (value: unknown, out: EchoText) => void;
  /** Java name of the value type, for a list given in place of the map. */
  readonly valueType?: string;
}

function asObject(value: unknown, collectionType: string): JsonObject {
  if (typeof value !== 'object') throw serializationError('Unexpected field type');
  if (Array.isArray(value)) {
    throw serializationError(`Unrecognized collection type ${collectionType}`);
  }
  return value as JsonObject;
}

/** A map by string. Entries with null are dropped. */
export function map<T>(entry: Shape<T>, rules: MapRules = {}): Shape<Readonly<Record<string, T>>> {
  const type = `java.util.Map<java.lang.String, ${rules.valueType ?? 'java.lang.String'}>`;
  const echo =
    rules.echo ??
    ((value: unknown, out: EchoText): void => {
      const addEntry = ([key, each]: readonly [string, unknown]): void => {
        echoOr(entry, each, out.add(`${key}=`));
      };
      out
        .add('{')
        .addList(membersOf(value as JsonObject), addEntry)
        .add('}');
    });
  return {
    layout: { kind: 'map', entry: entry.layout, max: rules.max ?? Infinity },
    read: (value, parent, step, failures) => {
      const given = asObject(value, type);
      const keys = Object.keys(given);
      const count = {
        size: keys.length,
        echo: (out: EchoText): void => {
          echo(given, out);
        },
      };
      checkCount(count, rules, parent, step, failures);
      const here: Place = { parent, step };
      let copy: Record<string, T> | undefined;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] ?? '';
        const each = given[key];
        if (each === null) {
          copy ??= copyEntries(given as Readonly<Record<string, T>>);
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- our own fresh copy
          delete copy[key];
          continue;
        }
        const kept = entry.read(each, here, { entry: key }, failures);
        if (kept === each) continue;
        copy ??= copyEntries(given as Readonly<Record<string, T>>);
        copy[key] = kept;
      }
      return copy ?? (given as Readonly<Record<string, T>>);
    },
    echo,
    ...checkEach(entry),
  };
}

function copyEntries<T>(given: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, given);
}

const ATTRIBUTE_VALUE = 'com.amazonaws.dynamodb.v20120810.AttributeValue';

/** An AttributeValue, left as it came for `item/canonical.ts`. */
export const attributeValue: Shape<unknown> = {
  layout: valueLayout(ITEM_BYTES_MAX),
  read: (value) => value,
  echo: attributeValueEcho,
};

/** A map of AttributeValues (an item, a key, expression values); its values are left for `item/canonical.ts`. */
export const attributeMap: Shape<JsonObject> = {
  layout: valuesLayout(ITEM_BYTES_MAX),
  read: (value) => asObject(value, `java.util.Map<java.lang.String, ${ATTRIBUTE_VALUE}>`),
  echo: (value, out) => {
    attributeMapEcho(value, out);
  },
};
