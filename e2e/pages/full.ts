import type { Database } from 'hashrange/external';
import { open } from 'hashrange/external';

/** What the spec asks of the page. */
export interface Full {
  readonly open: () => Promise<void>;
  /** The HTTP status and body text of one request. */
  readonly ask: (operation: string, input: object) => Promise<{ status: number; body: string }>;
  readonly put: (item: number, bytes: number) => Promise<{ status: number; body: string }>;
  /** Puts items of that many bytes until one is refused, at most so many; answers how many were taken, and the refusal. */
  readonly fill: (bytes: number, most: number) => Promise<{ taken: number; refusal: string }>;
  readonly names: () => Promise<string[]>;
  readonly reset: () => Promise<void>;
}

declare global {
  interface Window {
    full?: Full;
  }
}

const TABLE = 'notes';
let db: Database | undefined;

/** Text that a browser cannot compress. */
function noise(length: number): string {
  const words = new Uint8Array(length);
  for (let i = 0; i < length; i += 65_536) crypto.getRandomValues(words.subarray(i, i + 65_536));
  return Array.from(words, (byte) => String.fromCharCode(48 + (byte % 64))).join('');
}

function put(item: number, bytes: number): Promise<{ status: number; body: string }> {
  const Item = { id: { S: `item-${String(item)}` }, text: { S: noise(bytes) } };
  return ask('PutItem', { TableName: TABLE, Item });
}

async function ask(operation: string, input: object): Promise<{ status: number; body: string }> {
  if (db === undefined) throw new Error('nothing is open');
  return db.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
}

window.full = {
  put,
  open: async () => {
    db = await open('full');
    await db.ensureTable({ TableName: TABLE, pk: 'id' });
  },
  ask,
  fill: async (bytes, most) => {
    for (let taken = 0; taken < most; taken++) {
      const { status, body } = await put(taken, bytes);
      if (status !== 200) return { taken, refusal: body };
    }
    return { taken: most, refusal: '' };
  },
  names: async () => {
    const names: string[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const { status, body } = await ask('Scan', { TableName: TABLE, ExclusiveStartKey });
      if (status !== 200) throw new Error(body);
      const page = JSON.parse(body) as {
        readonly Items: readonly { readonly id: { readonly S: string } }[];
        readonly LastEvaluatedKey?: unknown;
      };
      names.push(...page.Items.map(({ id }) => id.S));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return names;
  },
  reset: async () => {
    await db?.reset();
  },
};
