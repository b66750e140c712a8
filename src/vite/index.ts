/** `hashrange/vite`: the console as a part of an app that Vite serves. Runs in Node; knows nothing of the database. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { findFile, pathOf, sendFile, sendNotFound } from './static-files.ts';

export interface ConsoleOptions {
  /** Where the console is, below the app's base. Default `_hashrange`. */
  readonly path?: string;
  /** Puts the console into the app's build too. Default: the dev server alone has it. */
  readonly build?: boolean;
}

/** Beside this file in the package. */
const DIRECTORY = fileURLToPath(new URL(/* @vite-ignore */ './console', import.meta.url));

const PATH = /^\/?([\w.-]+(?:\/[\w.-]+)*)\/?$/;

function partsOf(path: string): string {
  const parts = PATH.exec(path)?.[1];
  if (parts === undefined || parts.split('/').includes('..')) {
    throw new Error(
      `hashrangeConsole({ path: '${path}' }): a path is like '_hashrange' or 'tools/db'`,
    );
  }
  return parts;
}

/**
 * Serves the console below the app's own origin, where it sees the app's databases: at `/_hashrange/` unless told otherwise.
 * Throws for a path that is none.
 */
export function hashrangeConsole({
  path = '_hashrange',
  build = false,
}: ConsoleOptions = {}): Plugin {
  const parts = partsOf(path);
  return {
    name: 'hashrange:console',
    configureServer(server) {
      const prefix = `${server.config.base}${parts}/`;
      server.middlewares.use((request, response, next) => {
        const asked = pathOf(request) ?? '';
        if (`${asked}/` === prefix) {
          // What the page asks for is relative to its folder.
          const query = /\?.*/.exec(request.url ?? '')?.[0] ?? '';
          response.writeHead(302, { Location: prefix + query }).end();
        } else if (asked.startsWith(prefix)) {
          const file = findFile(DIRECTORY, asked.slice(prefix.length));
          if (file === undefined) sendNotFound(response);
          else sendFile(file, request, response);
        } else {
          next();
        }
      });
      const printUrls = server.printUrls.bind(server);
      server.printUrls = () => {
        printUrls();
        for (const url of server.resolvedUrls?.local ?? [])
          server.config.logger.info(`  ➜  hashrange console: ${url}${parts}/`);
      };
    },
    generateBundle() {
      if (!build || this.environment.config.consumer === 'server') return;
      for (const entry of readdirSync(DIRECTORY, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        const name = file.slice(DIRECTORY.length + 1).replaceAll('\\', '/');
        this.emitFile({ type: 'asset', fileName: `${parts}/${name}`, source: readFileSync(file) });
      }
    },
  };
}
