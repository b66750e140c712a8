import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import type { AttributeDefinitionsRequest, KeySchemaRequest } from '../request/table-shapes.ts';

/** Refuses a table's key schema that is out of order, names one attribute twice or names an undefined one. */
export function checkTableKeySchema(
  keySchema: KeySchemaRequest,
  definitions: AttributeDefinitionsRequest,
): void {
  const names = attributeNames(keySchema);
  const defined = attributeNames(definitions);
  if (defined.length === 0) throw noDefinition();
  if (names.length === 1) checkDefined(names, defined);
  // One definition for two elements of the same name is worded as a missing one.
  const isRepeated = names[0] === names[1] && defined.length === 1;
  if (names.length > 1 && (isRepeated || !names.every((name) => defined.includes(name)))) {
    throw noDefinition();
  }
  checkKeyOrder(keySchema);
}

function noDefinition(): DynamoError {
  return validationError('Invalid KeySchema: Some index key attribute have no definition');
}

/** Refuses an attribute that is defined twice. */
export function checkDefinitions(definitions: AttributeDefinitionsRequest): void {
  const names = attributeNames(definitions);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) throw validationError(`Attribute Name is duplicated: ${repeated}`);
}

/** `V:Some index key attributes are not defined in AttributeDefinitions`, for an index or a one-element table key. */
export function checkDefined(names: readonly string[], defined: readonly string[]): void {
  if (names.every((name) => defined.includes(name))) return;
  throw invalidParameter(
    'Some index key attributes are not defined in AttributeDefinitions. ' +
      `Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
  );
}

/** At most one element of each key type, HASH first. */
export function checkKeyOrder(keySchema: KeySchemaRequest): void {
  const [first, second] = keySchema;
  if (second !== undefined && first?.AttributeName === second.AttributeName) {
    throw validationError(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    );
  }
  if (first?.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
}

/** Refuses attribute definitions that no key uses. `used` holds the attributes of the table's key and of all indexes. */
export function checkAllDefinitionsUsed(
  definitions: AttributeDefinitionsRequest,
  used: ReadonlySet<string>,
  hasIndexes: boolean,
): void {
  if (definitions.length === used.size) return;
  if (!hasIndexes) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in ' +
        'AttributeDefinitions',
    );
  }
  throw invalidParameter(
    'Some AttributeDefinitions are not used. ' +
      `AttributeDefinitions: [${attributeNames(definitions).join(', ')}], ` +
      `keys used: [${[...used].join(', ')}]`,
  );
}

export function attributeNames(
  elements: readonly { readonly AttributeName: string }[],
): readonly string[] {
  return elements.map((each) => each.AttributeName);
}
