import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client, freshTable, refusal } from '../region.ts';
import { create, drop, update } from './changes.ts';
import { definition, globalIndex, keys } from './shapes.ts';

describe('changes of indexes that are refused (api-surface.md section 5)', () => {
  it('a delete of an unknown one [suite]', async () => {
    const TableName = await freshTable();
    expect(await refusal(update(TableName, drop('none')))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Requested resource not found: Index none for table ${TableName}`,
    });
  });

  it('two deletes, whether there are such indexes or not (validation.md section 16)', async () => {
    const GlobalSecondaryIndexUpdates = ['none', 'neither'].map((IndexName) => ({
      Delete: { IndexName },
    }));
    expect(
      await refusal(update(await freshTable(), { GlobalSecondaryIndexUpdates })),
    ).toMatchObject({
      name: 'LimitExceededException',
      message:
        'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    });
  });

  it('another type for a key attribute, beside a new index (validation.md section 16)', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('x')],
      GlobalSecondaryIndexes: [globalIndex('byX', keys(['x']))],
    });
    const made = create('late');
    const redefined = (name: string) => ({
      ...made,
      AttributeDefinitions: [definition('g'), definition(name, 'N')],
    });
    const message = (name: string): string =>
      'One or more parameter values were invalid: Attributes cannot be redefined. Please check that your ' +
      'attribute has the same type as previously defined. Existing schema: ' +
      `Schema:[SchemaElement: key{${name}:S:HASH}] New schema: Schema:[SchemaElement: key{${name}:N:HASH}]`;
    for (const name of ['x', 'pk']) {
      expect((await refusal(update(TableName, redefined(name)))).message).toBe(message(name));
    }
  });

  it('an attribute that is projected twice (validation.md section 16)', async () => {
    const made = create('late');
    const [entry] = made.GlobalSecondaryIndexUpdates ?? [];
    const Projection = { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['a', 'b', 'a'] };
    const GlobalSecondaryIndexUpdates = [
      { Create: { ...entry?.Create, Projection } },
    ] as NonNullable<typeof made.GlobalSecondaryIndexUpdates>;
    const request = update(await freshTable(), { ...made, GlobalSecondaryIndexUpdates });
    const message =
      'One or more parameter values were invalid: Duplicate element in NonKeyAttributes: a';
    expect((await refusal(request)).message).toBe(message);
    const table = freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [{ ...globalIndex('one', keys(['g'])), Projection }],
    });
    expect((await refusal(table)).message).toBe(message);
  });

  it('a delete of a local one', async () => {
    const TableName = await freshTable({
      KeySchema: keys(['pk'], ['sk']),
      AttributeDefinitions: [definition('sk'), definition('l')],
      LocalSecondaryIndexes: [globalIndex('lsi', keys(['pk'], ['l']))],
    });
    expect(await refusal(update(TableName, drop('lsi')))).toMatchObject({
      name: 'ValidationException',
      message: 'Cannot delete an index that is not a GlobalSecondaryIndex: lsi',
    });
  });

  it('a create without any definition of attributes', async () => {
    const request = client.send(
      new UpdateTableCommand({
        TableName: await freshTable(),
        GlobalSecondaryIndexUpdates: [{ Create: globalIndex('gsi', keys(['g'])) }],
      }),
    );
    expect((await refusal(request)).message).toBe(
      'One or more parameter values were invalid: AttributeDefinitions is not specified for index: gsi',
    );
  });

  it('a create of an existing one [suite]', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    expect(await refusal(update(TableName, create('gsi')))).toMatchObject({
      name: 'ValidationException',
      message: 'Attempting to create an index which already exists',
    });
  });

  it('two creates in one call [suite]', async () => {
    const updates = ['one', 'two'].map((name) => ({ Create: globalIndex(name, keys(['g'])) }));
    const request = update(await freshTable(), {
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexUpdates: updates,
    });
    expect(await refusal(request)).toMatchObject({
      name: 'LimitExceededException',
      message:
        'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    });
  });

  it('a key that the request does not define [suite]', async () => {
    const request = update(await freshTable(), {
      AttributeDefinitions: [definition('other')],
      GlobalSecondaryIndexUpdates: [{ Create: globalIndex('gsi', keys(['g'])) }],
    });
    expect((await refusal(request)).message).toBe(
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [g], AttributeDefinitions: [other]',
    );
  });

  it('a twenty-first index', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: Array.from({ length: 20 }, (_, i) =>
        globalIndex(`gsi${String(i)}`, keys(['g'])),
      ),
    });
    expect(await refusal(update(TableName, create('more')))).toMatchObject({
      name: 'LimitExceededException',
      message:
        'Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20',
    });
  });
});
