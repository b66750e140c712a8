import { open } from 'hashrange';

const db = await open('shop', { regions: ['eu-west-1'] });
const leaving = new AbortController();
const { signal } = leaving;
const list = async () => console.log((await db.send('ListTables', {})).TableNames);
db.addEventListener('tables', () => void list(), { signal });
db.addEventListener('owner', ({ role }) => console.log(`this tab is the ${role}`), { signal });
db.addEventListener('quota', () => console.log('no room: only deletions are taken'), { signal });
db.addEventListener('conflict', ({ tableName, winner }) => console.log(tableName, winner.region));
