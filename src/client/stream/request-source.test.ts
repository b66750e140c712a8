import { openMemory } from '../../memory/index.ts';
import { streamSourceContract } from '../../testing/contracts/stream-source.ts';
import { requestSource } from './request-source.ts';

const TableName = 'orders';

streamSourceContract('requests to an engine', async () => {
  const db = await openMemory();
  await db.ensureTable({ TableName, pk: 'id' });
  const update = async (StreamSpecification: {
    readonly StreamEnabled: boolean;
    readonly StreamViewType?: 'KEYS_ONLY';
  }): Promise<string> => {
    const answer = await db.send('UpdateTable', { TableName, StreamSpecification });
    return answer.TableDescription?.LatestStreamArn ?? '';
  };
  return {
    source: requestSource((target, text, options) => db.request(target, text, options)),
    enable: () => update({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' }),
    disable: async () => {
      await update({ StreamEnabled: false });
    },
    write: async (key) => {
      await db.send('PutItem', { TableName, Item: { id: { S: key } } });
    },
  };
});
