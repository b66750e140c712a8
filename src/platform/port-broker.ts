/** What the broker uses of a SharedWorker's global scope. */
export interface BrokerScope {
  onconnect: ((event: { readonly ports: readonly MessagePort[] }) => void) | null;
}

/**
 * Runs in a SharedWorker, and brings ports from the pages that give them to the pages that ask for them by name: `[name]` asks,
 * `[name]` with a port gives, and nothing else is heard. Whoever comes first is waited for; of those that nobody comes for, the oldest are forgotten.
 *
 * Complete in itself, for it is also run from its own text.
 */
export function brokerPorts(scope: BrokerScope): void {
  const waitingMax = 64;
  const nameMax = 2_048;
  const given = new Map<string, MessagePort>();
  const asked = new Map<string, MessagePort>();
  const meet = (
    name: string,
    mine: MessagePort,
    here: Map<string, MessagePort>,
    there: Map<string, MessagePort>,
  ): MessagePort | undefined => {
    const theirs = there.get(name);
    there.delete(name);
    if (theirs !== undefined) return theirs;
    here.delete(name);
    here.set(name, mine);
    const [oldest] = here.keys();
    if (here.size > waitingMax && oldest !== undefined) here.delete(oldest);
    return undefined;
  };
  scope.onconnect = ({ ports: [page] }) => {
    if (page === undefined) return;
    page.onmessage = ({ data, ports: [port] }: MessageEvent<unknown>) => {
      const name: unknown = Array.isArray(data) ? data[0] : undefined;
      if (typeof name !== 'string' || name.length > nameMax) return;
      if (port === undefined) {
        const met = meet(name, page, asked, given);
        if (met !== undefined) page.postMessage([name], [met]);
      } else meet(name, port, given, asked)?.postMessage([name], [port]);
    };
  };
}
