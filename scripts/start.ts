/**
 * `npm start`: prepares the sample data, builds the console, serves it and prints where. `npm start -- 5000` takes another
 * port. What a console has stored belongs to its address, port included.
 */
import { build } from 'vite';
import { writeSample } from './build-sample.ts';
import { MOUNTS, serve, type Serving } from './serve.ts';

const PORT = 4173;

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function portOf(argument: string | undefined): number {
  if (argument === undefined) return PORT;
  const port = Number(argument);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  console.error(`npm start -- ${argument}: a port is a number from 0 to 65535`);
  process.exit(1);
}

async function serveAt(port: number): Promise<Serving> {
  try {
    return await serve(MOUNTS, port);
  } catch (error) {
    if (!isTaken(error)) throw error;
    console.warn(
      `Port ${port} is taken, perhaps by another npm start. This one has a port of its own, and so databases of its own.`,
    );
    return serve(MOUNTS, 0);
  }
}

const port = portOf(process.argv[2]);
writeSample();
await build({ configFile: 'vite.console.config.ts', logLevel: 'warn' });
const { url } = await serveAt(port);
console.log(`The hashrange console is at ${url} (Ctrl+C ends it)`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
