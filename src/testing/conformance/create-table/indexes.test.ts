import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { definition, globalIndex, keys, localIndex } from '../global-indexes/shapes.ts';
import { constraintFault, INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client } from '../region.ts';

const BODY = {
  TableName: 'indexed',
  KeySchema: keys(['pk'], ['sk']),
  AttributeDefinitions: [definition('pk'), definition('sk')],
  BillingMode: 'PAY_PER_REQUEST',
};

const refused = (members: object): Promise<string> =>
  refusalOf(
    client.send(new CreateTableCommand({ ...BODY, ...members } as CreateTableCommandInput)),
  );

/** A table with one global index by `sk`, changed by `members`. */
const byGlobal = (members: object): object => ({
  GlobalSecondaryIndexes: [{ ...globalIndex('global', keys(['sk'])), ...members }],
});
/** A table with one local index by `x`, changed by `members`. */
const byLocal = (members: object): object => ({
  AttributeDefinitions: [...BODY.AttributeDefinitions, definition('x')],
  LocalSecondaryIndexes: [{ ...localIndex('local', 'x'), ...members }],
});
const include = (count: number, prefix = 'a'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i)}`);

describe('the names of indexes (validation.md sections 2, 3 and 9)', () => {
  const short = (path: string, name: string): string =>
    `Value '${name}' at '${path}.1.member.indexName' failed to satisfy constraint: ` +
    'Member must have length greater than or equal to 3';

  it('are reported of global ones before local ones, whatever the order [suite]', async () => {
    const request = {
      LocalSecondaryIndexes: [localIndex('l1', 'sk')],
      GlobalSecondaryIndexes: [globalIndex('g1', keys(['sk']))],
    };
    expect(await refused(request)).toBe(
      `${VALIDATION}2 validation errors detected: ${short('globalSecondaryIndexes', 'g1')}; ` +
        short('localSecondaryIndexes', 'l1'),
    );
  });

  it('have 255 characters at most [model]', async () => {
    const IndexName = 'x'.repeat(256);
    expect(await refused(byGlobal({ IndexName }))).toBe(
      constraintFault(
        `'${IndexName}'`,
        'globalSecondaryIndexes.1.member.indexName',
        'have length less than or equal to 255',
      ),
    );
  });

  it('have no other characters than those of tables [model]', async () => {
    expect(await refused(byGlobal({ IndexName: 'a b c' }))).toBe(
      constraintFault(
        "'a b c'",
        'globalSecondaryIndexes.1.member.indexName',
        'satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
      ),
    );
  });

  it('are each of one index', async () => {
    const twice = [globalIndex('same', keys(['sk'])), globalIndex('same', keys(['pk']))];
    expect(await refused({ GlobalSecondaryIndexes: twice })).toBe(
      `${INVALID_PARAMETER}Duplicate index name: same`,
    );
  });

  it('are each of one index, be it local or global', async () => {
    const request = { ...byLocal({}), ...byGlobal({ IndexName: 'local' }) };
    expect(await refused(request)).toBe(`${INVALID_PARAMETER}Duplicate index name: local`);
  });
});

describe('how many indexes a table has (validation.md section 9)', () => {
  it('is not none of a list of local ones', async () => {
    expect(await refused({ LocalSecondaryIndexes: [] })).toBe(
      `${INVALID_PARAMETER}List of LocalSecondaryIndexes is empty`,
    );
  });

  it('is not none of a list of global ones', async () => {
    expect(await refused({ GlobalSecondaryIndexes: [] })).toBe(
      `${INVALID_PARAMETER}List of GlobalSecondaryIndexes is empty`,
    );
  });

  it('is 5 local ones', async () => {
    const indexes = include(6, 'local').map((name) => localIndex(name, 'sk'));
    expect(await refused({ LocalSecondaryIndexes: indexes })).toBe(
      `${INVALID_PARAMETER}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
    );
  });

  it('is 20 global ones', async () => {
    const indexes = include(21, 'global').map((name) => globalIndex(name, keys(['sk'])));
    expect(await refused({ GlobalSecondaryIndexes: indexes })).toBe(
      `${INVALID_PARAMETER}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
    );
  });
});

describe('the keys of a local index (validation.md section 9)', () => {
  it('want a range key of the table', async () => {
    const request = { ...byLocal({ KeySchema: keys(['pk'], ['x']) }), KeySchema: keys(['pk']) };
    expect(await refused(request)).toBe(
      `${INVALID_PARAMETER}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    );
  });

  it('have a range key', async () => {
    expect(await refused(byLocal({ KeySchema: keys(['pk']) }))).toBe(
      `${INVALID_PARAMETER}Index KeySchema does not have a range key for index: local`,
    );
  });

  it('begin with the hash key of the table', async () => {
    expect(await refused(byLocal({ KeySchema: keys(['sk'], ['x']) }))).toBe(
      `${INVALID_PARAMETER}Index KeySchema does not have the same leading hash key as table KeySchema for ` +
        'index: local. index hash key: sk, table hash key: pk',
    );
  });

  it('are two at most', async () => {
    expect(await refused(byLocal({ KeySchema: keys(['pk'], ['x', 'sk']) }))).toBe(
      constraintFault(
        "'[KeySchemaElement(attributeName=pk, keyType=HASH), " +
          'KeySchemaElement(attributeName=x, keyType=RANGE), ' +
          "KeySchemaElement(attributeName=sk, keyType=RANGE)]'",
        'localSecondaryIndexes.1.member.keySchema',
        'have length less than or equal to 2',
      ),
    );
  });
});

describe('the keys of a global index (validation.md section 9, api-surface.md section 4)', () => {
  it('are defined', async () => {
    expect(await refused(byGlobal({ KeySchema: keys(['a'], ['b']) }))).toBe(
      `${INVALID_PARAMETER}Some index key attributes are not defined in AttributeDefinitions. ` +
        'Keys: [a, b], AttributeDefinitions: [pk, sk]',
    );
  });

  it('begin with a HASH', async () => {
    expect(await refused(byGlobal({ KeySchema: keys([], ['sk']) }))).toBe(
      `${VALIDATION}Invalid KeySchema: The first KeySchemaElement is not a HASH key type`,
    );
  });

  it('are two attributes where they are two', async () => {
    expect(await refused(byGlobal({ KeySchema: keys(['sk'], ['sk']) }))).toBe(
      `${VALIDATION}Both the Hash Key and the Range Key element in the KeySchema have the same name`,
    );
  });

  const many = (KeySchema: object, names: readonly string[]): object => ({
    AttributeDefinitions: [...BODY.AttributeDefinitions, ...names.map((name) => definition(name))],
    ...byGlobal({ KeySchema }),
  });

  it('have every HASH before every RANGE', async () => {
    const mixed = [...keys(['sk'], ['a']), ...keys(['b'])];
    expect(await refused(many(mixed, ['a', 'b']))).toBe(
      `${INVALID_PARAMETER}All HASH key attributes must precede RANGE key attributes in the KeySchema`,
    );
  });

  it('are different attributes where they are many', async () => {
    expect(await refused(many(keys(['a', 'b', 'a']), ['a', 'b']))).toBe(
      `${VALIDATION}The KeySchema contains multiple key attributes with the same name`,
    );
  });

  it.each([
    ['HASH', keys(include(5))],
    ['RANGE', keys(['sk'], include(5))],
  ])('are four of %s at most (unconfirmed)', async (type, KeySchema) => {
    expect(await refused(many(KeySchema, include(5)))).toBe(
      `${INVALID_PARAMETER}The KeySchema exceeds the maximum allowed number of ${type} key attributes`,
    );
  });

  it('may be four of each [model]', async () => {
    const names = include(8);
    const KeySchema = keys(names.slice(0, 4), names.slice(4));
    const input = { ...BODY, ...many(KeySchema, names), TableName: 'of_eight_attributes' };
    const command = new CreateTableCommand(input as CreateTableCommandInput);
    const { TableDescription } = await client.send(command);
    expect(TableDescription?.GlobalSecondaryIndexes?.[0]?.KeySchema).toEqual(KeySchema);
  });

  it('leave no definition over', async () => {
    expect(await refused(many(keys(['a']), ['a', 'b']))).toBe(
      `${INVALID_PARAMETER}Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk, a, b], ` +
        'keys used: [pk, sk, a]',
    );
  });
});

describe('what an index projects (validation.md section 9, api-surface.md section 4)', () => {
  const KINDS = [
    ['global', byGlobal],
    ['local', byLocal],
  ] as const;

  it.each(KINDS)('is said of a %s one', async (_kind, by) => {
    expect(await refused(by({ Projection: {} }))).toBe(
      `${INVALID_PARAMETER}Unknown ProjectionType: null`,
    );
  });

  it.each(KINDS)('is one of three kinds of a %s one', async (kind, by) => {
    expect(await refused(by({ Projection: { ProjectionType: 'SOME' } }))).toBe(
      constraintFault(
        "'SOME'",
        `${kind}SecondaryIndexes.1.member.projection.projectionType`,
        'satisfy enum value set: [ALL, INCLUDE, KEYS_ONLY]',
      ),
    );
  });

  it.each(KINDS)('names what INCLUDE includes in a %s one', async (_kind, by) => {
    expect(await refused(by({ Projection: { ProjectionType: 'INCLUDE' } }))).toBe(
      `${INVALID_PARAMETER}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
    );
  });

  it.each(
    KINDS.flatMap(([kind, by]) =>
      (['ALL', 'KEYS_ONLY'] as const).map((t) => [t, kind, by] as const),
    ),
  )('names nothing beside %s in a %s one', async (ProjectionType, _kind, by) => {
    const Projection = { ProjectionType, NonKeyAttributes: ['a'] };
    expect(await refused(by({ Projection }))).toBe(
      `${INVALID_PARAMETER}ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`,
    );
  });

  it('is 20 attributes of an index at most [model]', async () => {
    const names = include(21);
    const Projection = { ProjectionType: 'INCLUDE', NonKeyAttributes: names };
    expect(await refused(byGlobal({ Projection }))).toBe(
      constraintFault(
        `'[${names.join(', ')}]'`,
        'globalSecondaryIndexes.1.member.projection.nonKeyAttributes',
        'have length less than or equal to 20',
      ),
    );
  });

  it('is an attribute at least where there is a list [model]', async () => {
    const Projection = { ProjectionType: 'INCLUDE', NonKeyAttributes: [] };
    expect(await refused(byGlobal({ Projection }))).toBe(
      constraintFault(
        "'[]'",
        'globalSecondaryIndexes.1.member.projection.nonKeyAttributes',
        'have length greater than or equal to 1',
      ),
    );
  });

  const including = (perIndex: readonly number[]): object => ({
    GlobalSecondaryIndexes: perIndex.map((count, i) => {
      const name = `global${String(i)}`;
      return globalIndex(name, keys(['sk']), include(count, name));
    }),
  });

  it('is 100 attributes of all indexes at most [model]', async () => {
    expect(await refused(including([20, 20, 20, 20, 20, 1]))).toBe(
      `${INVALID_PARAMETER}Total number of projected attributes across all indexes exceeds 100`,
    );
  });

  it('may be 100 attributes of all indexes [model]', async () => {
    const input = { ...BODY, ...including([20, 20, 20, 20, 20]), TableName: 'of_100_attributes' };
    const command = new CreateTableCommand(input as CreateTableCommandInput);
    const { TableDescription } = await client.send(command);
    expect(TableDescription?.GlobalSecondaryIndexes).toHaveLength(5);
  });
});

describe('the units of a global index (api-surface.md section 4)', () => {
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };

  it('are none in an on-demand table', async () => {
    expect(await refused(byGlobal({ ProvisionedThroughput }))).toBe(
      `${INVALID_PARAMETER}ProvisionedThroughput should not be specified for index: global ` +
        'when BillingMode is PAY_PER_REQUEST',
    );
  });

  it('are specified in a provisioned table', async () => {
    const request = { ...byGlobal({}), BillingMode: 'PROVISIONED', ProvisionedThroughput };
    expect(await refused(request)).toBe(
      `${INVALID_PARAMETER}ProvisionedThroughput is not specified for index: global`,
    );
  });
});
