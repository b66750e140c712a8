// @ts-check
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { FUNCTION_LINES_MAX, HOSTLESS, LINES_MAX, WEB_FLOORS } from './scripts/floors.mjs';

const TESTS = ['**/*.test.ts', '**/*.contract.ts', '**/*.bench.ts', 'src/testing/**', 'e2e/**'];
const BELOW_ENGINE = HOSTLESS.map((folder) => `src/${folder}/**/*.ts`);

const worldInstead = (what) => `Use the injected ${what} (src/kernel/world.ts).`;

/** Files that decode: what they parse is our own, and they say what it is. */
const DECODERS = ['src/storage/text-rows.ts', 'src/client/browser/answer-body.ts'];
const SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  {
    selector:
      'TSAsExpression[typeAnnotation.type!="TSUnknownKeyword"] > CallExpression[callee.object.name="JSON"][callee.property.name="parse"]',
    message: 'A parsed text is unknown until it is checked (src/kernel/check.ts).',
  },
  {
    selector: 'BinaryExpression > Literal[value="indexeddb"]',
    message: 'Ask whether data are stored (src/rpc/storage-kind.ts), not where.',
  },
];

const noImports = (files, ...patterns) => ({
  files,
  ignores: TESTS,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const WEB_UPPER = WEB_FLOORS.map((_, height) => ({
  regex: `/(${WEB_FLOORS.slice(height + 1).join('|')})/`,
  message: 'A folder of the console imports itself and lower floors only.',
}));
const ENGINE = {
  regex: '(^|/)(src/(?!client/)|worker/)',
  message: 'The console sees src/client/ only.',
};
const LIBRARY = {
  regex: '(^|/)(src|worker)/',
  message: 'Only web/database/ knows what the console is an app of.',
};
/** From so many folders below `web/features/`. */
const otherFeature = (depth) => ({
  regex: `^(\\.\\./){${depth}}(?!\\.\\.)`,
  message: 'Features are strangers: what two of them share lies below them.',
});

export default defineConfig(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
      'src/testing/regressions/',
      '.cache/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', LINES_MAX],
      'max-lines-per-function': ['error', FUNCTION_LINES_MAX],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-syntax': ['error', ...SYNTAX],
      // Numbers and booleans print the same everywhere.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void work()` says nothing that `() => work()` does not.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `while (true)` is a loop with its exit inside.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // An in-memory port is async because its interface is, and so that its failures are rejections.
      '@typescript-eslint/require-await': 'off',
      // An own typed parameter is how a caller asks for the type of an answer.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: BELOW_ENGINE,
    ignores: TESTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: worldInstead('host or service') },
        { object: 'Math', property: 'random', message: worldInstead('random') },
        { object: 'performance', property: 'now', message: worldInstead('host or service') },
      ],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame'].map((name) => ({
          name,
          message: worldInstead('host or service'),
        })),
        ...['crypto', 'performance'].map((name) => ({ name, message: worldInstead('world') })),
        ...[
          'indexedDB',
          'navigator',
          'localStorage',
          'sessionStorage',
          'BroadcastChannel',
          'MessageChannel',
          'Worker',
          'fetch',
          'window',
          'document',
          'self',
          'globalThis',
          'process',
          'Buffer',
          'console',
        ].map((name) => ({ name, message: 'Only src/platform/ touches the host.' })),
      ],
      'no-restricted-syntax': [
        'error',
        ...SYNTAX,
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: worldInstead('host or service'),
        },
      ],
    },
  },
  { files: ['**/*.svelte'], extends: [svelte.configs.recommended] },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Props and state are declared with `let` because runes need it.
      'prefer-const': 'off',
      // The compiler declares the runes and the snippets; svelte-check sees undefined names.
      'no-undef': 'off',
      // A component is one function to ESLint.
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // ESLint types a template only in part: event targets and snippets are `any` to it. svelte-check types it whole.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  // Floors of the console, again: dependency-cruiser does not see the types that a component imports.
  noImports(['web/**'], LIBRARY),
  ...WEB_FLOORS.slice(0, -1).map((floor, height) =>
    noImports([`web/${floor}/**`], WEB_UPPER[height], floor === 'database' ? ENGINE : LIBRARY),
  ),
  ...[1, 2].map((depth) =>
    noImports(
      [`web/features${'/*'.repeat(depth + 1)}`],
      WEB_UPPER[WEB_FLOORS.indexOf('features')],
      LIBRARY,
      otherFeature(depth),
    ),
  ),
  {
    // The examples of the docs have the word that their readers know.
    files: ['{src,web,worker,scripts,bench}/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vitest', importNames: ['test'], message: 'One word: `it`.' }] },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      // A `describe` is a table of contents, not a function: `scripts/house/bounds.test.ts` leaves it out.
      'max-lines-per-function': 'off',
      // Answers of the engine are parsed JSON, and an assertion on them is their type check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      // A test knows what it has put where; a wrong claim fails it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // What a callback or a simulated world has changed meanwhile is invisible to the type checker.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // Answers of the engine, and what a test or a tool has written itself.
    files: [...TESTS, ...DECODERS, 'scripts/**', 'bench/**'],
    rules: { 'no-restricted-syntax': ['error', SYNTAX[0]] },
  },
  {
    files: ['bench/**'],
    rules: {
      // Some of the libraries compared ship without types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    // Tools ask for a default export.
    files: ['**/*.config.ts', '*.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The console of a page is its app's: what people should know is an event.
    files: ['src/**/*.ts', 'worker/**/*.ts', 'web/**/*.{ts,svelte}'],
    ignores: TESTS,
    rules: { 'no-console': 'error' },
  },
);
