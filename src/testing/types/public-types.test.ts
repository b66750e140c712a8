import { describe, expectTypeOf, it } from 'vitest';
import type * as external from '../../client/entry/external.ts';
import type * as inline from '../../client/entry/index.ts';
import type {
  AttributeValue,
  Database,
  DatabaseEvent,
  DatabaseEventOf,
  DatabaseEventType,
  HashrangeError,
  HashrangeErrorCode,
  InputOf,
  LostStore,
  OpenOptions,
  OutputOf,
  RawAnswer,
  RequestOptions,
  ServiceError,
  StreamEntry,
  StreamRecord,
  TableShorthand,
  TriggerContext,
  TriggerEvent,
  TriggerFailure,
  TriggerOptions,
} from '../../client/entry/index.ts';
import type * as memory from '../../memory/index.ts';

/*
 * What an app's compiler says: `npm run types` checks this file, and a run of it proves nothing more. No call in it is made.
 */

declare const db: Database;
const neverCalled = (_calls: () => unknown): void => undefined;

type Item = Readonly<Record<string, AttributeValue>>;

describe('send', () => {
  it('has the input and the output of the operation that is named', () => {
    const get = () => db.send('GetItem', { TableName: 'notes', Key: { id: { S: '1' } } });
    expectTypeOf(get).returns.resolves.toEqualTypeOf<OutputOf<'GetItem'>>();
    expectTypeOf<OutputOf<'GetItem'>['Item']>().toExtend<Item | undefined>();
    expectTypeOf<InputOf<'GetItem'>['TableName']>().toEqualTypeOf<string>();
    expectTypeOf<OutputOf<'DescribeTable'>>().not.toEqualTypeOf<OutputOf<'GetItem'>>();
  });

  it('says that a list of an answer may be absent', () => {
    expectTypeOf<OutputOf<'Query'>['Items']>().toExtend<readonly Item[] | undefined>();
    expectTypeOf<OutputOf<'ListTables'>['TableNames']>().toEqualTypeOf<string[] | undefined>();
  });

  it('refuses what the operation does not take', () => {
    neverCalled(() => {
      // @ts-expect-error: no key is named
      void db.send('GetItem', { TableName: 'notes' });
      // @ts-expect-error: a plain value in the place of DynamoDB JSON
      void db.send('PutItem', { TableName: 'notes', Item: { id: '1' } });
      // @ts-expect-error: a value of two types
      void db.send('PutItem', { TableName: 'notes', Item: { id: { S: '1', N: '1' } } });
      // @ts-expect-error: a member of another operation
      void db.send('GetItem', { TableName: 'notes', Key: {}, UpdateExpression: 'SET a = b' });
    });
  });

  it('takes an operation that it does not know, with any object', () => {
    const unknown = () => db.send('CreateBackup', { TableName: 'notes' });
    expectTypeOf(unknown).returns.resolves.toEqualTypeOf<Record<string, unknown>>();
    neverCalled(() => {
      // @ts-expect-error: a text is no object
      void db.send('CreateBackup', 'notes');
    });
  });

  it('takes a signal and a Region', () => {
    expectTypeOf<Database['send']>()
      .parameter(2)
      .toEqualTypeOf<{ readonly region?: string; readonly signal?: AbortSignal } | undefined>();
    expectTypeOf<Database['request']>().parameter(2).toEqualTypeOf<RequestOptions | undefined>();
    expectTypeOf<Database['request']>().returns.resolves.toEqualTypeOf<RawAnswer>();
    expectTypeOf<Database['fetch']>().returns.resolves.toEqualTypeOf<Response>();
  });
});

describe('open', () => {
  it('is one function in every entry, with what each can do', () => {
    expectTypeOf<typeof inline.open>().toEqualTypeOf<typeof external.open>();
    expectTypeOf<typeof inline.open>().returns.resolves.toEqualTypeOf<Database>();
    expectTypeOf<typeof memory.open>().returns.resolves.toEqualTypeOf<Database>();
    expectTypeOf<typeof memory.openMemory>().returns.resolves.toEqualTypeOf<Database>();
    expectTypeOf<memory.MemoryOptions>().toExtend<OpenOptions>();
    expectTypeOf<keyof OpenOptions & keyof memory.MemoryOptions>().toEqualTypeOf<
      'account' | 'cacheBytes' | 'durability' | 'region' | 'regions' | 'ttl'
    >();
    expectTypeOf<inline.DestroyOptions>().toExtend<OpenOptions>();
  });

  it('takes options of these forms and no other', () => {
    expectTypeOf<OpenOptions>().toExtend<Partial<OpenOptions>>();
    expectTypeOf<OpenOptions['storage']>().toEqualTypeOf<'indexeddb' | 'memory' | undefined>();
    expectTypeOf<OpenOptions['durability']>().toEqualTypeOf<
      'relaxed' | 'interval' | 'strict' | undefined
    >();
    expectTypeOf<NonNullable<OpenOptions['onOpening']>>()
      .parameter(0)
      .toEqualTypeOf<inline.OpeningProgress>();
    neverCalled((): OpenOptions[] => [
      // @ts-expect-error: no such durability
      { durability: 'eventual' },
      // @ts-expect-error: one name is no list
      { regions: 'eu-west-1' },
      // @ts-expect-error: no such option
      { table: 'notes' },
    ]);
  });
});

describe('ensureTable', () => {
  it('takes names of keys, and their types', () => {
    expectTypeOf<Database['ensureTable']>().parameters.toEqualTypeOf<[TableShorthand]>();
    neverCalled((): TableShorthand[] => [
      { TableName: 'notes', pk: 'id' },
      { TableName: 'notes', pk: 'id', sk: 'at', skType: 'N' },
      // @ts-expect-error: no key is named
      { TableName: 'notes' },
      // @ts-expect-error: a type that no key has
      { TableName: 'notes', pk: 'id', pkType: 'BOOL' },
    ]);
  });
});

describe('the changes of a table', () => {
  it('are an async iterable of entries that can be confirmed', () => {
    expectTypeOf<Database['stream']>().returns.toExtend<AsyncIterable<StreamEntry>>();
    expectTypeOf<StreamEntry['record']>().toEqualTypeOf<StreamRecord>();
    expectTypeOf<StreamEntry['confirm']>().returns.resolves.toBeVoid();
    expectTypeOf<StreamRecord['dynamodb']['NewImage']>().toEqualTypeOf<Item | undefined>();
    expectTypeOf<StreamRecord['eventName']>().toEqualTypeOf<'INSERT' | 'MODIFY' | 'REMOVE'>();
  });

  it('come to a handler of a trigger, whatever it answers', () => {
    expectTypeOf<Database['trigger']>().parameter(1).toEqualTypeOf<TriggerOptions>();
    neverCalled(() => {
      db.trigger('mail', { table: 'orders' }, (event, context) => {
        expectTypeOf(event).toEqualTypeOf<TriggerEvent>();
        expectTypeOf(context).toEqualTypeOf<TriggerContext>();
      });
      db.trigger('mail', { table: 'orders' }, async () => ({ batchItemFailures: [] }));
      const onFailure = (failure: TriggerFailure): unknown => failure.payload.Records;
      db.trigger(
        'mail',
        { table: 'orders', filter: ['{}', { eventName: [] }], onFailure },
        () => 1,
      );
      // @ts-expect-error: no table is named
      db.trigger('mail', {}, () => 1);
      // @ts-expect-error: no handler is given
      db.trigger('mail', { table: 'orders' });
    });
  });
});

describe('events', () => {
  it('have the members of their type', () => {
    neverCalled(() => {
      db.addEventListener('owner', ({ type, region, role }) => {
        expectTypeOf(type).toEqualTypeOf<'owner'>();
        expectTypeOf(region).toEqualTypeOf<string>();
        expectTypeOf(role).toEqualTypeOf<'owner' | 'follower'>();
      });
      db.addEventListener('background-failed', ({ member, message, atMs }) => {
        expectTypeOf([member, message]).toEqualTypeOf<string[]>();
        expectTypeOf(atMs).toEqualTypeOf<number>();
      });
      db.addEventListener('storage-lost', ({ storeId }) => {
        expectTypeOf(storeId).toEqualTypeOf<string>();
      });
      db.addEventListener('tabs', ({ tabs }) => {
        expectTypeOf(tabs).toEqualTypeOf<number>();
      });
      db.addEventListener('ended', ({ code, message }) => {
        expectTypeOf(code).toEqualTypeOf<HashrangeErrorCode>();
        expectTypeOf(message).toEqualTypeOf<string>();
      });
      db.addEventListener('conflict', ({ winner, loser }) => {
        expectTypeOf(winner).toEqualTypeOf(loser);
        expectTypeOf(winner.region).toEqualTypeOf<string>();
      });
      // @ts-expect-error: of another type
      db.addEventListener('quota', ({ storeId }) => String(storeId));
      // @ts-expect-error: no such type
      db.addEventListener('close', () => undefined);
    });
  });

  it('of records that are given up tell by their members whose they were', () => {
    type GivenUp = DatabaseEventOf<'given-up'>;
    expectTypeOf<Extract<GivenUp, { readonly trigger: string }>['tableName']>().toBeString();
    expectTypeOf<Exclude<GivenUp, { readonly trigger: string }>['fromLsn']>().toBeNumber();
  });

  it('are of these types', () => {
    expectTypeOf<DatabaseEventType>().toEqualTypeOf<
      | 'owner'
      | 'tabs'
      | 'tables'
      | 'written'
      | 'background-failed'
      | 'quota'
      | 'storage-lost'
      | 'ended'
      | 'given-up'
      | 'conflict'
    >();
    expectTypeOf<DatabaseEventOf<DatabaseEventType>>().toEqualTypeOf<DatabaseEvent>();
    expectTypeOf<Database['addEventListener']>()
      .parameter(2)
      .toEqualTypeOf<{ readonly signal?: AbortSignal; readonly once?: boolean } | undefined>();
  });
});

describe('errors', () => {
  it('of hashrange have a code of a closed list', () => {
    expectTypeOf<HashrangeError>().toExtend<Error>();
    expectTypeOf<HashrangeError['lost']>().toEqualTypeOf<LostStore | undefined>();
    expectTypeOf<HashrangeErrorCode>().toEqualTypeOf<
      | 'in-use'
      | 'storage-lost'
      | 'storage-damaged'
      | 'storage-full'
      | 'storage-refused'
      | 'newer-format'
      | 'unsupported'
      | 'invalid-options'
      | 'protocol'
      | 'closed'
      | 'destroyed'
      | 'device'
      | 'worker'
      | 'wrong-region'
      | 'bug'
    >();
  });

  it("of the service have the members of the SDK's", () => {
    expectTypeOf<ServiceError>().toExtend<Error>();
    expectTypeOf<ServiceError['$fault']>().toEqualTypeOf<'client' | 'server'>();
    expectTypeOf<ServiceError['$metadata']['httpStatusCode']>().toBeNumber();
    expectTypeOf<ServiceError['CancellationReasons']>().toBeUnknown();
  });
});
