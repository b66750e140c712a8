import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Report } from './protocol.ts';

export interface Listener {
  readonly url: string;
  readonly close: () => void;
}

/** An HTTP server outside the browser that the page tells what happens; it answers when it has heard. */
export async function listen(onReport: (report: Report) => void): Promise<Listener> {
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        for (const report of JSON.parse(body) as readonly Report[]) onReport(report);
        response.writeHead(204, { 'Access-Control-Allow-Origin': '*' }).end();
      },
      () => {
        // The browser died while it spoke: nothing was said.
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += chunk as string;
  return body;
}
