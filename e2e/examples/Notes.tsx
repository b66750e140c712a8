/** What a component does with the hook of the README. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from 'hashrange';
import { useEffect, useState, type ReactElement } from 'react';
import { useDatabase } from '../../docs/examples/use-database.ts';

export function Notes(): ReactElement {
  const db = useDatabase('react-notes');
  const [texts, setTexts] = useState<string[]>([]);

  async function show(opened: Database, added?: string): Promise<void> {
    await opened.ensureTable({ TableName: 'notes', pk: 'text' });
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(opened.clientConfig()));
    if (added) await client.send(new PutCommand({ TableName: 'notes', Item: { text: added } }));
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'notes' }));
    setTexts(Items.map((item) => String(item['text'])));
  }
  useEffect(() => {
    if (db) void show(db);
  }, [db]);

  return (
    <form action={(data) => db && show(db, String(data.get('note')))}>
      <input name="note" aria-label="Note" />
      <button disabled={!db}>Add</button>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </form>
  );
}
