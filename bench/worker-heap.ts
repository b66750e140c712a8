import type { CDPSession, Page } from 'playwright';

export interface HeapUse {
  /** Bytes of live JavaScript objects, and of the array buffers they hold. */
  readonly usedBytes: number;
  readonly bufferBytes: number;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

/** Heap of the page's dedicated worker after a collection of garbage. */
export async function workerHeap(page: Page): Promise<HeapUse> {
  const session = await page.context().newCDPSession(page);
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId);
    });
  });
  const settings = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  await session.send('Target.setAutoAttach', settings);
  const worker = new WorkerSession(session, await attached);
  await worker.send('HeapProfiler.collectGarbage');
  const usage = (await worker.send('Runtime.getHeapUsage')) as HeapUsage;
  await session.send('Target.setAutoAttach', { ...settings, autoAttach: false });
  await session.detach();
  return { usedBytes: usage.usedSize, bufferBytes: usage.backingStorageSize ?? 0 };
}

/** Playwright has no sessions on workers: their messages travel inside the page's session. */
export class WorkerSession {
  readonly #page: CDPSession;
  readonly #sessionId: string;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  constructor(page: CDPSession, sessionId: string) {
    this.#page = page;
    this.#sessionId = sessionId;
    page.on('Target.receivedMessageFromTarget', (event) => {
      if (event.sessionId !== sessionId) return;
      const { id, result } = JSON.parse(event.message) as { id?: number; result?: unknown };
      if (id === undefined) return;
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  async send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const answered = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#page.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message });
    return answered;
  }
}
