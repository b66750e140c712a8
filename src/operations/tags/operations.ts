import type { OperationList } from '../operation.ts';
import { listTagsOfResource } from './list-tags-of-resource.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';

export const tagOperations: OperationList = (list) => [
  list(listTagsOfResource),
  list(tagResource),
  list(untagResource),
];
