import type { Check } from '../../kernel/check.ts';
import { isA, isListOf, isOneOf, isText } from '../../kernel/check.ts';
import type { ScalarType } from '../../wire/attribute-value.ts';

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: ScalarType;
}

export const isKeySchema: Check<readonly KeySchemaElement[]> = isListOf(
  isA<KeySchemaElement>({ AttributeName: isText(), KeyType: isOneOf(['HASH', 'RANGE']) }),
);

export const isDefinitions: Check<readonly AttributeDefinition[]> = isListOf(
  isA<AttributeDefinition>({ AttributeName: isText(), AttributeType: isOneOf(['S', 'N', 'B']) }),
);

/** Whether each of the schemas begins with a partition key and names attributes that are defined. */
export function areSound(
  schemas: readonly (readonly KeySchemaElement[])[],
  definitions: readonly AttributeDefinition[],
): boolean {
  const defined = new Set(definitions.map(({ AttributeName }) => AttributeName));
  return schemas.every(
    (schema) =>
      schema[0]?.KeyType === 'HASH' && schema.every((each) => defined.has(each.AttributeName)),
  );
}
