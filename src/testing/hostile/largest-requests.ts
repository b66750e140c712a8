import type { AmplifiedRequest } from './amplified-requests.ts';

/** Just below what a request may be. */
const LENGTH = 16_000_000;

/** Bodies, `...` where they are filled with copies of an element, those with `~` numbered: what took longest of all that is large in one place. */
const KINDS: readonly (readonly [
  operation: string,
  title: string,
  body: string,
  element: string,
])[] = [
  ['BatchWriteItem', 'an unknown member', '{"Unknown":[...]}', '{"n~":1}'],
  ['BatchWriteItem', 'tables', '{"RequestItems":{...}}', '"table~":[]'],
  ['BatchWriteItem', 'numbers for writes', '{"RequestItems":{"music":[...]}}', '1'],
  ['BatchWriteItem', 'empty writes', '{"RequestItems":{"music":[...]}}', '{}'],
  [
    'BatchWriteItem',
    'writes with names of their own',
    '{"RequestItems":{"music":[...]}}',
    '{"n~":1}',
  ],
  [
    'BatchWriteItem',
    'puts',
    '{"RequestItems":{"music":[...]}}',
    '{"PutRequest":{"Item":{"pk":{"S":"~"}}}}',
  ],
  [
    'BatchWriteItem',
    'numbers in an item',
    '{"RequestItems":{"music":[{"PutRequest":{"Item":{"a":{"L":[...]}}}}]}}',
    '{"N":"1"}',
  ],
  ['BatchGetItem', 'keys', '{"RequestItems":{"music":{"Keys":[...]}}}', '{"pk":{"S":"~"}}'],
  ['TransactWriteItems', 'actions with names of their own', '{"TransactItems":[...]}', '{"n~":1}'],
  [
    'TransactWriteItems',
    'puts',
    '{"TransactItems":[...]}',
    '{"Put":{"TableName":"music","Item":{"pk":{"S":"~"}}}}',
  ],
  ['TransactGetItems', 'actions with names of their own', '{"TransactItems":[...]}', '{"n~":1}'],
  [
    'BatchExecuteStatement',
    'statements with names of their own',
    '{"Statements":[...]}',
    '{"n~":1}',
  ],
  ['ExecuteTransaction', 'statements', '{"TransactStatements":[...]}', '{"Statement":"SELECT"}'],
  [
    'ExecuteStatement',
    'parameters',
    '{"Statement":"SELECT * FROM music","Parameters":[...]}',
    '{"N":"1"}',
  ],
  ['PutItem', 'numbers for a name', '{"TableName":[...],"Item":{}}', '1'],
  ['PutItem', 'attributes', '{"TableName":"music","Item":{...}}', '"n~":{"S":"x"}'],
  [
    'PutItem',
    'maps in an item',
    '{"TableName":"music","Item":{"a":{"L":[...]}}}',
    '{"M":{"n~":{"N":"1"}}}',
  ],
  ['PutItem', 'a set', '{"TableName":"music","Item":{"a":{"SS":[...]}}}', '"~"'],
  [
    'UpdateItem',
    'placeholders',
    '{"TableName":"music","Key":{},"UpdateExpression":"REMOVE #n1","ExpressionAttributeNames":{...}}',
    '"#n~":"a"',
  ],
  [
    'Query',
    'placeholders',
    '{"TableName":"music","KeyConditionExpression":"pk = :n1","ExpressionAttributeValues":{...}}',
    '":n~":{"S":"a"}',
  ],
];

export function* largestRequests(): Generator<AmplifiedRequest> {
  for (const [operation, title, body, element] of KINDS) {
    const bodyText = body.replace('...', () => copies(element));
    yield { target: `DynamoDB_20120810.${operation}`, title: `${operation}: ${title}`, bodyText };
  }
}

function copies(element: string): string {
  const parts: string[] = [];
  for (let length = 0; length < LENGTH; length += (parts.at(-1)?.length ?? 0) + 1) {
    parts.push(element.replaceAll('~', String(parts.length)));
  }
  return parts.join(',');
}
