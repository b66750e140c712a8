/** ElectroDB, unmodified: entities, conditions, collections, pages and transactions. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity, Service } from 'electrodb';
import { open } from 'hashrange';
import { expose, failureOf } from './expose.ts';
import { createTable } from './table.ts';

const table = 'library';

const db = await open('electrodb');
const client = new DynamoDBClient(db.clientConfig());

const Book = new Entity(
  {
    model: { entity: 'book', version: '1', service: 'library' },
    attributes: {
      shelf: { type: 'string', required: true },
      isbn: { type: 'string', required: true },
      title: { type: 'string', required: true },
      copies: { type: 'number', default: 1 },
      subjects: { type: 'set', items: 'string' },
    },
    indexes: {
      byShelf: {
        collection: 'shelfContents',
        pk: { field: 'pk', composite: ['shelf'] },
        sk: { field: 'sk', composite: ['isbn'] },
      },
    },
  },
  { client, table },
);

const Label = new Entity(
  {
    model: { entity: 'label', version: '1', service: 'library' },
    attributes: {
      shelf: { type: 'string', required: true },
      text: { type: 'string', required: true },
    },
    indexes: {
      byShelf: {
        collection: 'shelfContents',
        pk: { field: 'pk', composite: ['shelf'] },
        sk: { field: 'sk', composite: [] },
      },
    },
  },
  { client, table },
);

const library = new Service({ Book, Label }, { client, table });

async function createAndGet(): Promise<unknown> {
  const book = { shelf: 'a', isbn: '001', title: 'Structure', subjects: ['programs', 'maths'] };
  await Book.create(book).go();
  const again = await failureOf(Book.create(book).go());
  const { data } = await Book.get({ shelf: 'a', isbn: '001' }).go();
  return {
    data: { ...data, subjects: [...(data?.subjects ?? [])].sort() },
    again: again['message'],
  };
}

async function conditionalPatch(): Promise<unknown> {
  const take = (): Promise<{ data: { copies?: number | undefined } }> =>
    Book.patch({ shelf: 'a', isbn: '001' })
      .subtract({ copies: 1 })
      .where(({ copies }, { gt }) => gt(copies, 0))
      .go({ response: 'all_new' });
  const { data } = await take();
  const refused = await failureOf(take());
  return {
    copies: data.copies,
    refused: String(refused['message']).includes('conditional request failed'),
  };
}

async function pages(): Promise<unknown> {
  const isbns = Array.from({ length: 12 }, (_, index) => String(index).padStart(3, '0'));
  await Book.put(isbns.map((isbn) => ({ shelf: 'b', isbn, title: `Volume ${isbn}` }))).go();
  const sizes: number[] = [];
  let cursor: string | null = null;
  do {
    // The raw pager: ElectroDB packs the other kind of cursor with Node's Buffer, which a page has not.
    const page: { data: unknown[]; cursor: string | null } = await Book.query
      .byShelf({ shelf: 'b' })
      .gte({ isbn: '002' })
      .go({ cursor, limit: 4, pager: 'raw' });
    sizes.push(page.data.length);
    cursor = page.cursor;
  } while (cursor !== null);
  return sizes;
}

async function transaction(): Promise<unknown> {
  const result = await library.transaction
    .write(({ Book: books, Label: labels }) => [
      books.put({ shelf: 'c', isbn: '001', title: 'Whole' }).commit(),
      labels.put({ shelf: 'c', text: 'Sea stories' }).commit(),
    ])
    .go();
  const { data } = await library.collections.shelfContents({ shelf: 'c' }).go();
  return { canceled: result.canceled, books: data.Book.length, labels: data.Label.length };
}

expose({
  createTable: () => createTable(client, { name: table, partitionKey: 'pk', sortKey: 'sk' }),
  createAndGet,
  conditionalPatch,
  pages,
  transaction,
});
