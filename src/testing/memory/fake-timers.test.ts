import { afterEach, describe, expect, it, vi } from 'vitest';
import { openMemory } from '../../memory/index.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a database in a thread whose timers are faked', () => {
  it('opens, writes, reads, tails and closes without any of them', async () => {
    vi.useFakeTimers();
    const db = await openMemory();
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
    await db.send('UpdateTable', { TableName: 'notes', StreamSpecification });
    const tail = db.stream('notes');
    const first = tail.next();
    await db.send('PutItem', { TableName: 'notes', Item: { id: { S: '1' } } });
    expect((await first).value?.record.eventName).toBe('INSERT');
    const { Count } = await db.send('Scan', { TableName: 'notes' });
    expect(Count).toBe(1);
    await tail.return?.();
    await db.flushed();
    await db.close();
  });

  it('tries again when the test moves its clock', async () => {
    vi.useFakeTimers();
    const db = await openMemory();
    await db.ensureTable({ TableName: 'notes', pk: 'id' });
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
    await db.send('UpdateTable', { TableName: 'notes', StreamSpecification });
    let calls = 0;
    const trigger = db.trigger('x', { table: 'notes' }, () => {
      if (++calls === 1) throw new Error('not yet');
    });
    await db.send('PutItem', { TableName: 'notes', Item: { id: { S: '1' } } });
    const idle = trigger.idle();
    await vi.waitFor(() => expect(trigger.stats().failures).toBe(1));
    await vi.advanceTimersByTimeAsync(1_000);
    await idle;
    expect(calls).toBe(2);
    await trigger.stop();
    await db.close();
  });
});
