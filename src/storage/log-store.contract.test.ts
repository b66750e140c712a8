import { memoryDevices } from './device/memory.ts';
import { storeContract } from '../testing/contracts/store.ts';
import { openStore, turn } from '../testing/open-store.ts';

storeContract('on its log', async () => {
  const { device } = await memoryDevices().open({ mustExist: false });
  const store = await openStore(device);
  return {
    store,
    turn: (work) => turn(store, work),
    durable: () =>
      new Promise((resolve, reject) => {
        store.log.whenDurable((store.log.nextLsn - 1) as typeof store.log.durableLsn, (fault) => {
          if (fault === undefined) resolve();
          else reject(fault);
        });
      }),
  };
});
