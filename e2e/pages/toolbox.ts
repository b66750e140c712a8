/** dynamodb-toolbox, unmodified. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { $add, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { open } from 'hashrange';
import { expose, failureOf } from './expose.ts';
import { createTable } from './table.ts';

const db = await open('toolbox');
const client = new DynamoDBClient(db.clientConfig());

const Games = new Table({
  documentClient: DynamoDBDocumentClient.from(client),
  name: 'games',
  partitionKey: { name: 'player', type: 'string' },
  sortKey: { name: 'game', type: 'string' },
});

const Score = new Entity({
  name: 'Score',
  table: Games,
  timestamps: false,
  schema: item({ player: string().key(), game: string().key(), points: number() }),
});

async function putOnce(): Promise<unknown> {
  const put = Score.build(PutItemCommand)
    .item({ player: 'kim', game: 'go', points: 10 })
    .options({ condition: { attr: 'player', exists: false } });
  await put.send();
  const refused = await failureOf(put.send());
  const { Item } = await Score.build(GetItemCommand).key({ player: 'kim', game: 'go' }).send();
  return { item: Item, refused: refused['name'] };
}

async function update(): Promise<unknown> {
  const { Attributes } = await Score.build(UpdateItemCommand)
    .item({ player: 'kim', game: 'go', points: $add(5) })
    .options({ returnValues: 'ALL_NEW' })
    .send();
  return Attributes?.points;
}

async function transactionAndQuery(): Promise<unknown> {
  await execute(
    Score.build(PutTransaction).item({ player: 'lee', game: 'chess', points: 1 }),
    Score.build(PutTransaction).item({ player: 'lee', game: 'go', points: 2 }),
    Score.build(PutTransaction).item({ player: 'lee', game: 'hex', points: 3 }),
  );
  const query = Games.build(QueryCommand)
    .entities(Score)
    .query({ partition: 'lee', range: { gte: 'd' } });
  const first = await query.options({ limit: 1 }).send();
  const rest = await query
    .options(
      first.LastEvaluatedKey === undefined ? {} : { exclusiveStartKey: first.LastEvaluatedKey },
    )
    .send();
  return [...(first.Items ?? []), ...(rest.Items ?? [])].map((score) => score.game);
}

expose({
  createTable: () =>
    createTable(client, { name: 'games', partitionKey: 'player', sortKey: 'game' }),
  putOnce,
  update,
  transactionAndQuery,
});
