/** The examples of the README as an app has them: a dev server of Vite, and a page for each. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer, type Plugin, type ViteDevServer } from 'vite';

const root = fileURLToPath(new URL('../../docs/examples', import.meta.url));

/** What starts an example, by the name of its page. */
const MODULES: Readonly<Record<string, string>> = {
  'quick-start': `import '/quick-start.ts';`,
  react: `import '/@fs${fileURLToPath(new URL('./react-app.tsx', import.meta.url))}';`,
  svelte: `
    import { mount } from 'svelte';
    import Notes from '/Notes.svelte';
    mount(Notes, { target: document.body });`,
  regions: `import '/regions.ts';`,
  /** The table that the next two follow. */
  orders: `
    import { open } from 'hashrange';
    const db = await open('shop');
    await db.send('CreateTable', {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    for (const [id, total] of [['a pen', '2'], ['a gift', '0']])
      await db.send('PutItem', { TableName: 'orders', Item: { id: { S: id }, total: { N: total } } });
    console.log('written');`,
  stream: `import '/stream.ts';`,
  trigger: `import '/trigger.ts';`,
  /** An app whose back end is DynamoDB Local. */
  local: `
    import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDBClient({
      endpoint: 'http://localhost:8000',
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { Items } = await client.send(new ScanCommand({ TableName: 'orders' }));
    document.body.innerText = Items.map(({ text }) => text.S).join();`,
};

const pages: Plugin = {
  name: 'pages-of-examples',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const name = /^\/(.*)\.page$/.exec(request.url ?? '')?.[1] ?? '';
      const module = request.url === '/' ? MODULES['local'] : MODULES[name];
      if (module === undefined) {
        next();
        return;
      }
      const html = `<!doctype html><link rel="icon" href="data:,"><body><script type="module">${module}</script>`;
      void server.transformIndexHtml(request.url ?? '', html).then((text) => {
        response.setHeader('content-type', 'text/html');
        response.end(text);
      });
    });
  },
};

/** With the configuration that the README shows, and what this project needs besides. */
export async function serveExamples(): Promise<ViteDevServer> {
  const server = await createServer({
    root,
    configFile: `${root}/vite.config.ts`,
    cacheDir: fileURLToPath(new URL('../../.cache/examples', import.meta.url)),
    logLevel: 'warn',
    plugins: [svelte({ configFile: false }), pages],
    server: { port: 0, host: '127.0.0.1', fs: { allow: ['..'] } },
    // Found at start, or Vite reloads the page in the middle of a test.
    optimizeDeps: {
      include: [
        '@aws-sdk/client-dynamodb',
        '@aws-sdk/lib-dynamodb',
        'react',
        'react/jsx-dev-runtime',
        'react-dom/client',
      ],
    },
  });
  return server.listen();
}
