import { expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { mortal } from '../../testing/device/mortal-device.ts';
import { openStore, turn } from '../../testing/open-store.ts';
import { memoryDevices } from '../device/memory.ts';
import { CURSOR_TREE } from '../system-tree.ts';
import { textRow } from '../../testing/text-rows.ts';

it('who asks in the midst of every commit for what it carries to survive a power loss is no reason for another', async () => {
  const { device } = await memoryDevices().open({ mustExist: false });
  let amid: () => void = () => undefined;
  const slow = mortal(device, async () => {
    await Promise.resolve();
    amid();
    return true;
  });
  const store = await openStore(slow);
  const { log } = store;
  const commits = log.commits;
  let hardened = 0;
  let asked = 0;
  amid = () => {
    if (++asked > 10) return;
    log.whenHardened((fault) => {
      expect(fault).toBeUndefined();
      hardened++;
    });
  };
  const lsn = await turn(store, () =>
    store.append([
      { kind: 'put', tree: CURSOR_TREE, key: 'k' as KeyBytes, row: textRow('1'), sizeBytes: 1 },
    ]),
  );
  await new Promise((resolve) => {
    log.whenDurable(lsn, resolve);
  });
  for (let i = 0; i < 1_000; i++) await Promise.resolve();
  // The one that carried the record, without a flush, and the one that hardened it.
  expect([log.commits - commits, hardened, log.hardenedLsn]).toEqual([2, 2, log.nextLsn - 1]);
});
