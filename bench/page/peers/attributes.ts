import type { BenchItem } from '../peer.ts';

/** An item of the benchmark in DynamoDB JSON. */
export type Attributes = {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly name: { readonly S: string };
  readonly email: { readonly S: string };
  readonly count: { readonly N: string };
  readonly active: { readonly BOOL: boolean };
  readonly text: { readonly S: string };
};

export function attributesOf(item: BenchItem): Attributes {
  return {
    pk: { S: item.pk },
    sk: { S: item.sk },
    name: { S: item.name },
    email: { S: item.email },
    count: { N: String(item.count) },
    active: { BOOL: item.active },
    text: { S: item.text },
  };
}

export function itemOfAttributes(stored: unknown): BenchItem {
  const { pk, sk, name, email, count, active, text } = stored as Attributes;
  return {
    pk: pk.S,
    sk: sk.S,
    name: name.S,
    email: email.S,
    count: Number(count.N),
    active: active.BOOL,
    text: text.S,
  };
}
