/** A server that imports what its pages import, and opens it there by mistake. */
import { open } from 'hashrange';
import { open as openExternal } from 'hashrange/external';

const failures = [];
for (const entry of [open, openExternal]) {
  await entry('notes').catch(({ name, code, message }) => failures.push({ name, code, message }));
}
console.log(JSON.stringify(failures));
