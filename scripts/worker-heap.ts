import type { CDPSession, Page } from 'playwright';

export interface HeapUse {
  /** Bytes of JavaScript objects, and of the array buffers they hold. */
  readonly usedBytes: number;
  readonly bufferBytes: number;
}

/** As the browser tells it. */
export interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

const SETTINGS = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };

export const heapBytes = ({ usedBytes, bufferBytes }: HeapUse): number => usedBytes + bufferBytes;

export const useOf = ({ usedSize, backingStorageSize }: HeapUsage): HeapUse => ({
  usedBytes: usedSize,
  bufferBytes: backingStorageSize ?? 0,
});

/** Heap of the page's dedicated worker after a collection of garbage. */
export async function workerHeap(page: Page): Promise<HeapUse> {
  const heap = await WorkerHeap.attach(page);
  await heap.collectGarbage();
  const use = await heap.use();
  await heap.detach();
  return use;
}

/** The heap of the page's dedicated worker. */
export class WorkerHeap {
  readonly #session: CDPSession;
  readonly #worker: WorkerSession;

  private constructor(session: CDPSession, worker: WorkerSession) {
    this.#session = session;
    this.#worker = worker;
  }

  static async attach(page: Page): Promise<WorkerHeap> {
    const session = await page.context().newCDPSession(page);
    const attached = new Promise<string>((resolve) => {
      session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
        if (targetInfo.type === 'worker') resolve(sessionId);
      });
    });
    await session.send('Target.setAutoAttach', SETTINGS);
    return new WorkerHeap(session, new WorkerSession(session, await attached));
  }

  async collectGarbage(): Promise<void> {
    await this.#worker.send('HeapProfiler.collectGarbage');
  }

  /** What is held now, garbage included. */
  async use(): Promise<HeapUse> {
    return useOf((await this.#worker.send('Runtime.getHeapUsage')) as HeapUsage);
  }

  async detach(): Promise<void> {
    await this.#session.send('Target.setAutoAttach', { ...SETTINGS, autoAttach: false });
    await this.#session.detach();
  }
}

/** Playwright has no sessions on workers: their messages travel inside the page's session. */
class WorkerSession {
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
