/** `npm start`: prepares the sample data, builds the console, serves it and prints where. */
import { MOUNTS, serve } from './serve.ts';
import { runScript } from './run.ts';

const PORT = 4173;

if (!runScript('build:console')) process.exit(1);

const { url } = await serve(MOUNTS, PORT).catch(() => serve(MOUNTS, 0));
console.log(`\nThe hashrange console is at ${url} (Ctrl+C ends it)`);
