/** What the console reads out of an answer, whatever operation it answers. */
import type { WireItem } from '../../../values/attribute-value.ts';
import { isObject, type JsonObject } from '../../../values/json-text.ts';
import { ownMember } from '../../../values/own-member.ts';
import { operationOf } from './continuation.ts';
import { readStatement, type StatementSummary } from './statement.ts';

/** An item of an answer, or the part of one, and where it comes from. */
export interface AnsweredItem {
  readonly item: WireItem;
  /** Name or ARN; empty when the request does not tell. */
  readonly table: string;
  /** The key, where the request names it: the answer may leave it out. */
  readonly key: WireItem | undefined;
  /** Columns that are the item's own attributes. */
  readonly columns: StatementSummary['columns'];
}

interface Source {
  readonly table: string;
  readonly key?: WireItem | undefined;
  readonly columns?: StatementSummary['columns'];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function from({ table, key, columns = 'all' }: Source, items: unknown): readonly AnsweredItem[] {
  return list(items)
    .filter(isObject)
    .map((item) => ({ item: item as WireItem, table, key, columns }));
}

function sourceOf(request: JsonObject): Source {
  const key = request['Key'];
  return { table: text(request['TableName']), key: isObject(key) ? (key as WireItem) : undefined };
}

function statementSource(statement: unknown): Source {
  return readStatement(text(statement));
}

/** Parts of a batch or a transaction stand in the order of the answers. */
function eachResponse(
  answer: JsonObject,
  source: (index: number) => Source,
): readonly AnsweredItem[] {
  return list(answer['Responses']).flatMap((response, index) =>
    isObject(response) ? from(source(index), [response['Item']]) : [],
  );
}

/** The items of an answer, each with the table it is of. */
export function answeredItems(
  operation: string,
  request: JsonObject,
  answer: JsonObject,
): readonly AnsweredItem[] {
  const statements = (member: string): ((index: number) => Source) => {
    const parts = list(request[member]);
    return (index) => {
      const part = parts[index];
      return statementSource(isObject(part) ? part['Statement'] : '');
    };
  };
  switch (operationOf(operation)) {
    case 'ExecuteStatement':
      return from(statementSource(request['Statement']), answer['Items']);
    case 'BatchExecuteStatement':
      return eachResponse(answer, statements('Statements'));
    case 'ExecuteTransaction':
      return eachResponse(answer, statements('TransactStatements'));
    case 'TransactGetItems': {
      const parts = list(request['TransactItems']).map((part) =>
        isObject(part) && isObject(part['Get']) ? sourceOf(part['Get']) : { table: '' },
      );
      return eachResponse(answer, (index) => parts[index] ?? { table: '' });
    }
    case 'BatchGetItem': {
      const responses = answer['Responses'];
      return Object.entries(isObject(responses) ? responses : {}).flatMap(([table, items]) =>
        from({ table }, items),
      );
    }
    default: {
      const source = sourceOf(request);
      if (Array.isArray(answer['Items'])) return from(source, answer['Items']);
      return from(source, [ownMember(answer, 'Item') ?? answer['Attributes']]);
    }
  }
}

const WRITES = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
] as const;

/** Whether a request changes items. What was read before stays on the screen beside its answer. */
export function writesItems(operation: string, request: JsonObject): boolean {
  const name = operationOf(operation);
  const writing = (statement: unknown): boolean => !readStatement(text(statement)).reads;
  if (name === 'ExecuteStatement') return writing(request['Statement']);
  const statements = request[name === 'ExecuteTransaction' ? 'TransactStatements' : 'Statements'];
  if (name === 'ExecuteTransaction' || name === 'BatchExecuteStatement') {
    return list(statements).some((part) => isObject(part) && writing(part['Statement']));
  }
  return WRITES.some((write) => write === name);
}
