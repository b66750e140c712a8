import { fileURLToPath } from 'node:url';
import { build } from 'vite';

let text: Promise<string> | undefined;

/** The page `opening` as one classic script, for places where no module is loaded: files, and frames without an origin. */
export function classicPage(): Promise<string> {
  text ??= bundled();
  return text;
}

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('./pages/opening.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2023', lib: { entry, formats: ['iife'], name: 'page' } },
  });
  if (!Array.isArray(built)) throw new Error('Expected one bundle');
  const [script] = built.flatMap(({ output }) => output).filter((part) => part.type === 'chunk');
  if (script === undefined) throw new Error('Expected a script');
  return script.code;
}
