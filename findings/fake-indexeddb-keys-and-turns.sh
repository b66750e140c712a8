#!/usr/bin/env bash
# fake-indexeddb 6.2.8, the stand-in for IndexedDB in Node tests, differs from browsers in two ways that matter to storage code:
#
# 1. It refuses the empty binary key with DataError. The specification takes it (Indexed Database API 3.0, "convert a value to a
#    key": any buffer source that is not detached), and so do Chromium 156 and Firefox ESR 153.
# 2. A transaction is still active in the turn of a message that was posted after it began: a request made there is taken. In
#    browsers a transaction is active in the turn that made it and in the callbacks of its requests, and such a request throws
#    TransactionInactiveError. Code that awaits a message between two requests passes in Node and fails in every browser.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fake-indexeddb@6.2.8
cat >trial.mjs <<'JS'
import 'fake-indexeddb/auto';

const db = await new Promise((resolve, reject) => {
  const opening = indexedDB.open('trial', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('store');
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => reject(opening.error);
});
const write = () => db.transaction('store', 'readwrite').objectStore('store');
const outcome = (work) => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return error.name;
  }
};

const store = write();
console.log('empty binary key:', outcome(() => store.put(1, new Uint8Array(0))));

const afterMessage = write();
afterMessage.put(1, 'a');
const { port1, port2 } = new MessageChannel();
await new Promise((resolve) => {
  port1.onmessage = resolve;
  port2.postMessage(0);
});
port1.close();
console.log('request in the turn of a message:', outcome(() => afterMessage.get('a')));
JS
echo "fake-indexeddb $(node -p "require('./node_modules/fake-indexeddb/package.json').version")"
seen=$(node trial.mjs)
echo "$seen"
[ "$seen" = "empty binary key: DataError
request in the turn of a message: taken" ] || { echo 'the behaviour has changed'; exit 1; }
