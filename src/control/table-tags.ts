import { invalidParameter } from '../wire/dynamo-error.ts';
import type { TagsRequest } from './table-shapes.ts';

const TAG_LIMIT = 50;

/** The tags of a request by key. */
export function tagsByKey(request: TagsRequest | undefined): Readonly<Record<string, string>> {
  const tags = Object.create(null) as Record<string, string>;
  for (const { Key: key, Value: value } of request ?? []) {
    if (key.startsWith('aws:')) {
      throw invalidParameter(`Tag keys starting with 'aws:' are reserved: ${key}`);
    }
    if (Object.hasOwn(tags, key)) throw invalidParameter(`Duplicate tag key: ${key}`);
    tags[key] = value;
  }
  if (Object.keys(tags).length > TAG_LIMIT) {
    throw invalidParameter(`Number of tags exceeds the limit of ${String(TAG_LIMIT)}`);
  }
  return tags;
}
