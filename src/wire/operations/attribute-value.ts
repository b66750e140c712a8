/** What the one member of a value holds, by the type it is named after. Binary values are base64 text. */
interface Members {
  readonly S: string;
  readonly N: string;
  readonly B: string;
  readonly BOOL: boolean;
  readonly NULL: boolean;
  readonly SS: readonly string[];
  readonly NS: readonly string[];
  readonly BS: readonly string[];
  readonly L: readonly AttributeValue[];
  readonly M: Readonly<Record<string, AttributeValue>>;
}

type Only<Type extends keyof Members> = Pick<Members, Type> &
  Partial<Record<Exclude<keyof Members, Type>, never>>;

/** A value in DynamoDB JSON: one member, named after its type. `{ S: 'text' }`, `{ N: '1' }`, `{ B: 'aGk=' }`. */
export type AttributeValue = { [Type in keyof Members]: Only<Type> }[keyof Members];
