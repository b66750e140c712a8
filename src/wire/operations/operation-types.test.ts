import * as sdk from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { findOperation } from '../../router/operations.ts';
import { targetOf } from '../../client/operation-target.ts';
import type { AttributeValue } from './attribute-value.ts';
import type { OperationName, OperationTypes } from './operation-types.ts';

/** What is compared: what the types allow, whether or not they let an array be changed. */
type Plain<T> = T extends readonly (infer Element)[]
  ? readonly Plain<Element>[]
  : T extends object
    ? { readonly [Member in keyof T]: Plain<T[Member]> }
    : T;

/** A type of the SDK's, as it goes over the wire. What it requires it also lets be undefined; the wire does not. */
type Wire<T> = T extends sdk.AttributeValue | streams.AttributeValue
  ? AttributeValue
  : T extends Date
    ? number
    : T extends Uint8Array
      ? string
      : T extends readonly (infer Element)[]
        ? readonly Wire<Element>[]
        : T extends object
          ? {
              readonly [Member in keyof T as Exclude<Member, '$metadata'>]: Wire<
                object extends Pick<T, Member> ? T[Member] : Exclude<T[Member], undefined>
              >;
            }
          : T;

/** An object that may have no member says so. */
type Whole<T> = keyof T extends never ? Readonly<Record<string, never>> : Plain<T>;

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Sdk = typeof sdk & typeof streams;
type Command<Name extends OperationName> = InstanceType<Sdk[`${Name}Command`]>;
type SdkInput<Name extends OperationName> = Wire<Command<Name>['input']>;
type SdkOutput<Name extends OperationName> =
  Command<Name> extends { resolveMiddleware: (...args: never[]) => infer Handler }
    ? Handler extends (...args: never[]) => Promise<{ output: infer Output }>
      ? Wire<Output>
      : never
    : never;

/** Names of the operations where ours is not the SDK's. */
type Drifted = {
  [Name in OperationName]: [
    Same<Whole<OperationTypes[Name]['input']>, Whole<SdkInput<Name>>>,
    Same<Whole<OperationTypes[Name]['output']>, Whole<SdkOutput<Name>>>,
  ] extends [true, true]
    ? never
    : Name;
}[OperationName];

type AttributeType = Exclude<keyof sdk.AttributeValue, '$unknown'>;

/** What the member named after a type holds. */
type Held<Value, Type extends AttributeType> =
  Extract<Value, Readonly<Record<Type, unknown>>> extends Readonly<Record<Type, infer Content>>
    ? Content
    : never;

/** Every name once: a type holds it to be all of them. */
const NAMES: Readonly<Record<OperationName, true>> = {
  BatchExecuteStatement: true,
  BatchGetItem: true,
  BatchWriteItem: true,
  CreateGlobalTable: true,
  CreateTable: true,
  DeleteItem: true,
  DeleteResourcePolicy: true,
  DeleteTable: true,
  DescribeContinuousBackups: true,
  DescribeContributorInsights: true,
  DescribeEndpoints: true,
  DescribeGlobalTable: true,
  DescribeGlobalTableSettings: true,
  DescribeLimits: true,
  DescribeStream: true,
  DescribeTable: true,
  DescribeTimeToLive: true,
  ExecuteStatement: true,
  ExecuteTransaction: true,
  GetItem: true,
  GetRecords: true,
  GetResourcePolicy: true,
  GetShardIterator: true,
  ListContributorInsights: true,
  ListGlobalTables: true,
  ListStreams: true,
  ListTables: true,
  ListTagsOfResource: true,
  PutItem: true,
  PutResourcePolicy: true,
  Query: true,
  Scan: true,
  TagResource: true,
  TransactGetItems: true,
  TransactWriteItems: true,
  UntagResource: true,
  UpdateContributorInsights: true,
  UpdateGlobalTable: true,
  UpdateGlobalTableSettings: true,
  UpdateItem: true,
  UpdateTable: true,
  UpdateTimeToLive: true,
};

describe('the types of what goes over the wire', () => {
  it("are the AWS SDK's, in base64 text and seconds", () => {
    expectTypeOf<Drifted>().toBeNever();
  });

  it('know the same attribute values', () => {
    type Ours = { readonly [Type in AttributeType]: Plain<Held<AttributeValue, Type>> };
    type Sdks = { readonly [Type in AttributeType]: Plain<Wire<Held<sdk.AttributeValue, Type>>> };
    expectTypeOf<Same<Ours, Sdks>>().toEqualTypeOf<true>();
    expectTypeOf<keyof AttributeValue>().toEqualTypeOf<AttributeType>();
  });

  it('are there for every operation that is answered, and for no other', () => {
    const names = Object.keys({ ...sdk, ...streams }).flatMap(
      (name) => /^(\w+)Command$/.exec(name)?.[1] ?? [],
    );
    const answered = names.filter((name) => findOperation(targetOf(name)));
    expect(Object.keys(NAMES).sort()).toEqual(answered.sort());
  });
});
