/**
 * Serves built files over HTTP, for `npm start` and the end-to-end tests. Loopback only.
 *
 * `tsx scripts/serve.ts [port]` serves the console at `/`, the pages of the end-to-end tests at `/pages/`, and the same
 * pages under a strict content security policy at `/strict/`.
 */
import { createReadStream, type Stats, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Built files whose names carry a hash of their content never change: the browser keeps them, compiled. */
const HASHED_NAME = /[/\\]assets[/\\].+-[\w-]{8}\.\w+$/;

/** No inline code, no `eval`, workers from files of this origin only. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface Mount {
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly directory: string;
  readonly contentSecurityPolicy?: string;
}

export const MOUNTS: readonly Mount[] = [
  { path: '/strict/', directory: 'dist/pages', contentSecurityPolicy: STRICT_POLICY },
  { path: '/pages/', directory: 'dist/pages' },
  { path: '/', directory: 'dist/console' },
];

function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

/** The file that answers `urlPath`; undefined when there is none, or when it would lie outside `directory`. */
export function findFile(directory: string, urlPath: string): string | undefined {
  const root = resolve(directory);
  const wanted = join(root, normalize(`/${urlPath}`));
  const file = statOf(wanted)?.isDirectory() === true ? join(wanted, 'index.html') : wanted;
  return statOf(file)?.isFile() === true ? file : undefined;
}

function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

function answer(
  mounts: readonly Mount[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pathOf(request);
  const mount = mounts.find((candidate) => path?.startsWith(candidate.path) === true);
  const file =
    path === undefined || mount === undefined
      ? undefined
      : findFile(mount.directory, path.slice(mount.path.length));
  if (file === undefined || mount === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': MIME_TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
    'Cache-Control': HASHED_NAME.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...(mount.contentSecurityPolicy === undefined
      ? {}
      : { 'Content-Security-Policy': mount.contentSecurityPolicy }),
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}

export interface Serving {
  readonly url: string;
  readonly close: () => void;
}

/** Port 0 takes a free one. Rejects when the port is taken. */
export function serve(mounts: readonly Mount[], port: number): Promise<Serving> {
  const server = createServer((request, response) => answer(mounts, request, response));
  return new Promise((settle, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const boundPort = typeof address === 'object' && address !== null ? address.port : port;
      settle({ url: `http://localhost:${boundPort}/`, close: () => void server.close() });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { url } = await serve(MOUNTS, Number(process.argv[2] ?? 4173));
  console.log(url);
}
