import { open } from 'hashrange';

const db = await open('shop');
const options = { from: 'TRIM_HORIZON', consumer: 'search-index' };
for await (const { record, confirm } of db.stream('orders', options)) {
  console.log(record.dynamodb.NewImage); // DynamoDB JSON, as GetRecords answers it
  await confirm(); // this record and all before it: not delivered again
}
