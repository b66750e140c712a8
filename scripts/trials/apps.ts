/** Small apps as a new user would begin them: the README's components in a framework's own skeleton, versions pinned. */
import { readFileSync } from 'node:fs';

export interface TrialApp {
  readonly dependencies: Readonly<Record<string, string>>;
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
}

const readText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const AWS_SDK = '3.1162.0';
const COMMON = {
  '@aws-sdk/client-dynamodb': AWS_SDK,
  '@aws-sdk/lib-dynamodb': AWS_SDK,
  vite: '8.3.8',
  typescript: '6.0.3',
};
const SVELTE = { ...COMMON, svelte: '5.57.3', '@sveltejs/vite-plugin-svelte': '7.3.1' };

const page = (script: string): string =>
  `<!doctype html><html lang="en"><head><link rel="icon" href="data:," /><title>Trial</title></head>
<body><div id="app"></div><script type="module" src="${script}"></script></body></html>\n`;

const config = (plugin: string, from: string): string => `import { ${plugin} } from '${from}';
import { hashrangeConsole } from 'hashrange/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [${plugin}(), hashrangeConsole({ build: true })] });
`;

const svelte: TrialApp = {
  dependencies: SVELTE,
  files: {
    'index.html': page('/src/main.ts'),
    'vite.config.ts': config('svelte', '@sveltejs/vite-plugin-svelte'),
    'src/Notes.svelte': readText('docs/examples/Notes.svelte'),
    'src/main.ts': `import { mount } from 'svelte';
import Notes from './Notes.svelte';

mount(Notes, { target: document.getElementById('app')! });
`,
  },
};

const react: TrialApp = {
  dependencies: {
    ...COMMON,
    react: '19.3.1',
    'react-dom': '19.3.1',
    '@types/react': '19.3.3',
    '@types/react-dom': '19.3.0',
    '@vitejs/plugin-react': '6.3.0',
  },
  files: {
    'index.html': page('/src/main.tsx'),
    'vite.config.ts': config('react', '@vitejs/plugin-react').replace('{ react }', 'react'),
    'src/use-database.ts': readText('docs/examples/use-database.ts'),
    'src/Notes.tsx': readText('e2e/examples/Notes.tsx').replace('../../docs/examples/', './'),
    'src/main.tsx': `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Notes } from './Notes.tsx';

createRoot(document.getElementById('app')!).render(<StrictMode><Notes /></StrictMode>);
`,
    'tsconfig.json': '{ "compilerOptions": { "jsx": "react-jsx" } }\n',
  },
};

/** Rendered on the server first, in development and by `vite preview`. */
const sveltekit: TrialApp = {
  dependencies: { ...SVELTE, '@sveltejs/kit': '2.70.4', '@sveltejs/adapter-node': '5.5.7' },
  files: {
    'vite.config.ts': config('sveltekit', '@sveltejs/kit/vite'),
    'svelte.config.js': `import adapter from '@sveltejs/adapter-node';

export default { kit: { adapter: adapter() } };
`,
    'src/app.html': `<!doctype html><html lang="en"><head><link rel="icon" href="data:," />%sveltekit.head%</head>
<body><div>%sveltekit.body%</div></body></html>
`,
    'src/lib/Notes.svelte': readText('docs/examples/Notes.svelte'),
    'src/routes/+page.svelte': `<script lang="ts">
  import Notes from '$lib/Notes.svelte';
</script>

<Notes />
`,
  },
};

export const APPS: Readonly<Record<string, TrialApp>> = { svelte, react, sveltekit };
