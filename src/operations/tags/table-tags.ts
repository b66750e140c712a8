import { utf8Length } from '../../item/item-size.ts';
import type { Attachments } from '../../placement/record/attachments.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import type { TagsRequest } from '../request/table-shapes.ts';

/** Tags by key. Keys come from outside: without a prototype while they are put together. */
export type Tags = Readonly<Record<string, string>>;

const TAG_LIMIT = 50;
const TAGS_BYTES_MAX = 10_240;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** The tags of a request by key. */
export function tagsByKey(request: TagsRequest | undefined): Tags {
  const tags = Object.create(null) as Record<string, string>;
  for (const { Key: key, Value: value } of request ?? []) {
    checkKey(key);
    if (value === undefined || !TAG_VALUE.test(value)) {
      throw validationError(`The Tag Value provided is invalid, Value: ${value ?? 'null'}`);
    }
    checkPrefix(key);
    if (Object.hasOwn(tags, key)) {
      throw validationError(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    tags[key] = value;
  }
  checkTotal(tags);
  return tags;
}

/** As {@link tagsByKey}, of a request that must hold some. */
export function givenTags(request: TagsRequest): Tags {
  if (request.length === 0) {
    throw validationError('Atleast one Tag needs to be provided as Input.');
  }
  return tagsByKey(request);
}

/** Refuses keys to take away that no tag can have; keys that no tag has are none of this. */
export function checkTagKeys(keys: readonly string[]): void {
  if (keys.length === 0) {
    throw validationError('Atleast one Tag Key needs to be provided as Input.');
  }
  for (const key of keys) {
    checkKey(key);
    checkPrefix(key);
  }
  if (keys.length > TAG_LIMIT) throw tooMany();
}

/** What is attached with `tags`, which replace those of the same key. */
export function withTags(attached: Attachments, tags: Tags): Attachments {
  const merged = { ...attached.tags, ...tags };
  checkTotal(merged);
  return { ...attached, tags: merged };
}

/** What is attached without the tags called `keys`: the very same where there are none of them. */
export function withoutTags(attached: Attachments, keys: readonly string[]): Attachments {
  const gone = new Set(keys);
  const kept = Object.entries(attached.tags).filter(([key]) => !gone.has(key));
  if (kept.length === Object.keys(attached.tags).length) return attached;
  return { ...attached, tags: Object.fromEntries(kept) };
}

function checkKey(key: string | undefined): asserts key is string {
  if (key === undefined || !TAG_KEY.test(key)) {
    throw validationError(`The Tag Key provided is invalid, Key: ${key ?? 'null'}`);
  }
}

/** Reserved whatever the case. */
function checkPrefix(key: string): void {
  if (!/^aws:/i.test(key)) return;
  throw validationError(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
}

/** What a resource may have in all. Source: api-surface.md section 5a. */
function checkTotal(tags: Tags): void {
  const entries = Object.entries(tags);
  if (entries.length > TAG_LIMIT) throw tooMany();
  const bytes = entries.reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  if (bytes <= TAGS_BYTES_MAX) return;
  throw validationError(
    `Tag set size ${String(bytes)} bytes is above max size limit of ${String(TAGS_BYTES_MAX)} bytes`,
  );
}

function tooMany(): DynamoError {
  return validationError('Number of Tags exceed the current limit for the provided ResourceArn');
}
