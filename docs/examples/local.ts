import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { openMemory } from 'hashrange/memory';

const db = await openMemory();

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const { method = 'GET', url = '/' } = request;
  const headers = new Headers(request.headers as Record<string, string>);
  const init = method === 'GET' ? { headers } : { method, headers, body };
  const answer = await db.fetch(new Request(`http://localhost${url}`, init));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

createServer((request, response) => void respond(request, response)).listen(
  process.env['PORT'] ?? 8000,
);
