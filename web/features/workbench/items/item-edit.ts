/**
 * From an item as it was read and as it was edited to the request that writes the difference.
 *
 * 1. What was not edited is not written: UpdateItem with a SET or REMOVE for each difference.
 * 2. An item that is gone is not made anew: every write to an item that was read asks that it exists.
 * 3. Only if unchanged: every difference also asks that its place holds what was read.
 * 4. Another key is another item: one transaction deletes the old one, as it was read, and puts the new one where there is none.
 */
import type { WireItem, WireValue } from '../../../values/attribute-value.ts';
import { keyOf, sameItem } from '../../../values/item-key.ts';
import type { JsonObject } from '../../../values/json-text.ts';
import { Placeholders } from '../../../values/placeholders.ts';
import type { KeySchema } from '../../../values/table-summary.ts';
import { changesOf, type Change } from './item-changes.ts';

export interface ItemEdit {
  readonly table: string;
  readonly keys: KeySchema;
  /** Undefined where there is no item yet, or no longer. */
  readonly before: WireItem | undefined;
  readonly after: WireItem;
  readonly onlyIfUnchanged: boolean;
}

export type ItemWrite =
  | { readonly kind: 'nothing' }
  /** Why it cannot be written, as a sentence. */
  | { readonly kind: 'refused'; readonly fault: string }
  | {
      /** `update` writes differences, `put` the whole item, `new` an item where there is none, `move` under another key. */
      readonly kind: 'update' | 'put' | 'new' | 'move';
      readonly operation: 'UpdateItem' | 'PutItem' | 'TransactWriteItems';
      readonly body: JsonObject;
    };

/** Of each expression. Source: reference validation.md section 6, "expression bytes" and  "operators + functions". */
const EXPRESSION_CHARACTERS_MAX = 4096;
const OPERATORS_MAX = 300;

export function writeEdit(edit: ItemEdit): ItemWrite {
  const { table, keys, before, after } = edit;
  const missing = missingKey(keys, after);
  if (missing !== undefined) {
    return { kind: 'refused', fault: `The item needs its key attribute ${missing}.` };
  }
  if (before === undefined) return { kind: 'new', ...putNew(table, keys, after) };
  const key = keyOf(before, keys);
  const target = keyOf(after, keys);
  if (key === undefined || target === undefined) {
    return { kind: 'refused', fault: 'The item that was read does not carry its key.' };
  }
  if (!sameItem(key, target)) return move(edit, before, key);
  if (changesOf(before, after, 'attributes').length === 0) return { kind: 'nothing' };
  return update(edit, before, key);
}

function missingKey({ partition, sort }: KeySchema, item: WireItem): string | undefined {
  const names = [partition.name, ...(sort === undefined ? [] : [sort.name])];
  return names.find((name) => !Object.hasOwn(item, name));
}

function update(edit: ItemEdit, before: WireItem, key: WireItem): ItemWrite {
  const { table, keys, after, onlyIfUnchanged } = edit;
  const inside = changesOf(before, after, 'inside');
  const attributes = changesOf(before, after, 'attributes');
  for (const [changes, naming] of [
    [inside, 'by name'],
    [inside, 'short'],
    [attributes, 'short'],
  ] as const) {
    if (changes.length > EXPRESSION_CHARACTERS_MAX / 4) continue;
    const writing = new Expressions(naming);
    const expressions = {
      UpdateExpression: writing.update(changes),
      ConditionExpression: writing.condition(keys, onlyIfUnchanged ? changes : []),
    };
    if (!writing.fits) continue;
    const body = { TableName: table, Key: key, ...expressions, ...writing.members, ...ANSWERS };
    return {
      kind: 'update',
      operation: 'UpdateItem',
      body: { ...body, ReturnValues: 'ALL_NEW' },
    };
  }
  if (onlyIfUnchanged) return tooLarge(attributes.length);
  const writing = new Expressions('by name');
  const ConditionExpression = writing.condition(keys, []);
  const body = { TableName: table, Item: after, ConditionExpression, ...writing.members };
  return { kind: 'put', operation: 'PutItem', body: { ...body, ...ANSWERS } };
}

/** The transaction answers which of its two conditions failed, and with which item. */
function move(edit: ItemEdit, before: WireItem, key: WireItem): ItemWrite {
  const { table, keys, after, onlyIfUnchanged } = edit;
  const asRead = changesOf(before, {}, 'attributes').filter(
    ({ path: [name = ''] }) => !Object.hasOwn(key, name),
  );
  for (const naming of ['by name', 'short'] as const) {
    const writing = new Expressions(naming);
    const ConditionExpression = writing.condition(keys, onlyIfUnchanged ? asRead : []);
    if (!writing.fits) continue;
    const deletion = { TableName: table, Key: key, ConditionExpression, ...writing.members };
    const put = { TableName: table, Item: after, ...absence(keys) };
    return {
      kind: 'move',
      operation: 'TransactWriteItems',
      body: {
        TransactItems: [{ Delete: { ...deletion, ...ON_FAILURE } }, { Put: put }],
        ReturnConsumedCapacity: 'TOTAL',
      },
    };
  }
  return tooLarge(asRead.length);
}

function putNew(
  table: string,
  keys: KeySchema,
  item: WireItem,
): { readonly operation: 'PutItem'; readonly body: JsonObject } {
  const body = { TableName: table, Item: item, ...absence(keys), ...ANSWERS };
  return { operation: 'PutItem', body };
}

const ON_FAILURE = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
const ANSWERS = { ...ON_FAILURE, ReturnConsumedCapacity: 'TOTAL' } as const;

function absence({ partition }: KeySchema): JsonObject {
  const placeholders = new Placeholders({}, {});
  const name = placeholders.name(partition.name);
  return {
    ConditionExpression: `attribute_not_exists(${name})`,
    ExpressionAttributeNames: placeholders.names,
  };
}

function tooLarge(count: number): ItemWrite {
  return {
    kind: 'refused',
    fault:
      `This compares ${String(count)} attributes, more than one expression of DynamoDB takes ` +
      '(4 KB, 300 operators). Save it in parts, or without “only if unchanged”.',
  };
}

/** The expressions of one write, with the names and values they share. */
class Expressions {
  readonly #placeholders: Placeholders | ShortPlaceholders;
  #fits = true;

  constructor(naming: 'by name' | 'short') {
    this.#placeholders = naming === 'short' ? new ShortPlaceholders() : new Placeholders({}, {});
  }

  /** Whether DynamoDB takes expressions of this length. */
  get fits(): boolean {
    return this.#fits;
  }

  get members(): JsonObject {
    const { names, values } = this.#placeholders;
    return {
      ExpressionAttributeNames: names,
      ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    };
  }

  update(changes: readonly Change[]): string {
    const sets: string[] = [];
    const removals: string[] = [];
    for (const { path, after } of changes) {
      if (after === undefined) removals.push(this.#path(path));
      else sets.push(`${this.#path(path)} = ${this.#value(path, after)}`);
    }
    const sections = [section('SET', sets), section('REMOVE', removals)];
    return this.#measured(sections.filter((text) => text !== '').join(' '), sets.length);
  }

  /** The item exists, and each of the changes begins at what was read. */
  condition({ partition }: KeySchema, changes: readonly Change[]): string {
    const exists = `attribute_exists(${this.#path([partition.name])})`;
    const terms = changes.map(({ path, before }) =>
      before === undefined
        ? `attribute_not_exists(${this.#path(path)})`
        : `${this.#path(path)} = ${this.#value(path, before)}`,
    );
    return this.#measured([exists, ...terms].join(' AND '), 2 * terms.length + 1);
  }

  #path(path: readonly string[]): string {
    return path.map((name) => this.#placeholders.name(name)).join('.');
  }

  #value(path: readonly string[], value: WireValue): string {
    return this.#placeholders.value(path.at(-1) ?? '', value);
  }

  #measured(expression: string, operators: number): string {
    if (expression.length > EXPRESSION_CHARACTERS_MAX || operators > OPERATORS_MAX) {
      this.#fits = false;
    }
    return expression;
  }
}

function section(keyword: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : `${keyword} ${parts.join(', ')}`;
}

/** `#0`, `:0`: for expressions near the limit. */
class ShortPlaceholders {
  readonly #names = new Map<string, string>();
  readonly #values: [string, WireValue][] = [];

  get names(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#names].map(([name, key]) => [key, name]));
  }

  get values(): JsonObject {
    return Object.fromEntries(this.#values);
  }

  name(attribute: string): string {
    const key = this.#names.get(attribute) ?? `#${this.#names.size.toString(36)}`;
    this.#names.set(attribute, key);
    return key;
  }

  value(_hint: string, value: WireValue): string {
    const key = `:${this.#values.length.toString(36)}`;
    this.#values.push([key, value]);
    return key;
  }
}
