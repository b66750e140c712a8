import { validationError } from '../wire/dynamo-error.ts';
import type { TagsRequest } from './table-shapes.ts';

const TAG_LIMIT = 50;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** The tags of a request by key. */
export function tagsByKey(request: TagsRequest | undefined): Readonly<Record<string, string>> {
  const tags = Object.create(null) as Record<string, string>;
  for (const { Key: key, Value: value } of request ?? []) {
    if (key === undefined || !TAG_KEY.test(key)) {
      throw validationError(`The Tag Key provided is invalid, Key: ${key ?? 'null'}`);
    }
    if (value === undefined || !TAG_VALUE.test(value)) {
      throw validationError(`The Tag Value provided is invalid, Value: ${value ?? 'null'}`);
    }
    if (key.startsWith('aws:')) {
      throw validationError(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    }
    if (Object.hasOwn(tags, key)) {
      throw validationError(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    }
    tags[key] = value;
  }
  if (Object.keys(tags).length > TAG_LIMIT) {
    throw validationError('Number of Tags exceed the current limit for the provided ResourceArn');
  }
  return tags;
}
