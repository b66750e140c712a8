/**
 * Serves built files over HTTP, for `npm start` and the end-to-end tests. Loopback only.
 *
 * `tsx scripts/serve.ts [port]` serves the console at `/`, its sample at `/sample/`, the pages of the end-to-end tests at
 * `/pages/`, and the same pages under a strict content security policy at `/strict/`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { findFile, pathOf, sendFile, sendNotFound } from '../src/vite/static-files.ts';
import { SAMPLE_DIRECTORY } from './build-sample.ts';

/** No inline code, no `eval`, workers from files of this origin only. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The same, with text let in where it would run by the policy of this name alone; and workers from a text of the page. */
const TRUSTED_POLICY = `${STRICT_POLICY.replace("worker-src 'self'", "worker-src 'self' blob:")}; require-trusted-types-for 'script'; trusted-types hashrange`;

export interface Mount {
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly directory: string;
  readonly contentSecurityPolicy?: string;
}

export const MOUNTS: readonly Mount[] = [
  { path: '/strict/', directory: 'dist/pages', contentSecurityPolicy: STRICT_POLICY },
  { path: '/trusted/', directory: 'dist/pages', contentSecurityPolicy: TRUSTED_POLICY },
  { path: '/pages/', directory: 'dist/pages' },
  { path: '/sample/', directory: SAMPLE_DIRECTORY },
  { path: '/', directory: 'dist/console' },
];

function answer(
  mounts: readonly Mount[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = pathOf(request);
  const mount = mounts.find((candidate) => path?.startsWith(candidate.path) === true);
  const file =
    path === undefined || mount === undefined
      ? undefined
      : findFile(mount.directory, path.slice(mount.path.length));
  if (file === undefined || mount === undefined) {
    sendNotFound(response);
    return;
  }
  const policy = mount.contentSecurityPolicy;
  sendFile(
    file,
    request,
    response,
    policy === undefined ? {} : { 'Content-Security-Policy': policy },
  );
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
