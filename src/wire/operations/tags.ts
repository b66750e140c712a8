/** Tags of tables. */
import type { Exchange, Nothing } from './exchange.ts';

export interface TagOperations {
  readonly TagResource: Exchange<TagResourceInput, Nothing>;
  readonly UntagResource: Exchange<UntagResourceInput, Nothing>;
  readonly ListTagsOfResource: Exchange<ListTagsOfResourceInput, ListTagsOfResourceOutput>;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface TagResourceInput {
  readonly ResourceArn: string;
  readonly Tags: readonly Tag[];
}

export interface UntagResourceInput {
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

export interface ListTagsOfResourceInput {
  readonly ResourceArn: string;
  readonly NextToken?: string | undefined;
}

/** There are more where `NextToken` is: it is the next `NextToken`. */
export interface ListTagsOfResourceOutput {
  readonly Tags?: Tag[] | undefined;
  readonly NextToken?: string | undefined;
}
