import { open, type TriggerOptions } from 'hashrange';

const db = await open('shop');
const options: TriggerOptions = {
  table: 'orders',
  from: 'TRIM_HORIZON',
  batchSize: 10,
  retries: 3,
  bisectOnError: true,
  onFailure: 'mail-failed',
  filter: [
    { eventName: ['INSERT'], dynamodb: { NewImage: { total: { N: [{ 'anything-but': '0' }] } } } },
  ],
};
const trigger = db.trigger('mail', options, ({ Records }) => {
  for (const { dynamodb } of Records) console.log('mail', dynamodb.NewImage);
});
await trigger.idle(); // everything written so far is handled; stats() and stop() are there too
