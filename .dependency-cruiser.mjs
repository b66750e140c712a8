import { FLOORS, ROOMS, WEB_FLOORS } from './scripts/floors.mjs';

const INLINE_ENTRY = '^src/client/entry/index\\.ts$';
/** What an item is between page, owner and disk: all that pages know of items. */
const ROWS = '^src/item/row/';
const OURS = '^(src|worker|web|e2e|bench|scripts)/';

const src = (...folders) => `^src/(${folders.join('|')})/`;
const web = (...folders) => `^web/(${folders.join('|')})/`;

const only = (name, comment, from, ...may) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: may },
});

/** A room of a folder imports itself and lower rooms, whatever else the folder may import. */
function roomRules(folder, rooms) {
  const all = rooms.flat();
  return rooms.flatMap((level, height) =>
    level
      .map((room) => {
        const others = all.filter(
          (each) => each !== room && !rooms.slice(0, height).flat().includes(each),
        );
        return {
          name: `room-${folder.replaceAll('/', '-')}-${room}`,
          comment: 'A room imports itself and lower rooms only.',
          severity: 'error',
          from: { path: `^${folder}/${room}/` },
          to: { path: `^${folder}/(${others.join('|')})/` },
        };
      })
      .filter(({ to }) => !to.path.includes('()')),
  );
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...FLOORS.flatMap((floor, height) =>
      floor.map((folder) =>
        only(
          `floor-${folder}`,
          'A folder imports itself and lower floors only.',
          src(folder),
          src(folder, ...FLOORS.slice(0, height).flat()),
        ),
      ),
    ),
    ...Object.entries(ROOMS).flatMap(([folder, rooms]) => roomRules(folder, rooms)),
    only(
      'rpc-is-shapes-only',
      'What crosses between page and worker knows no engine, and of items only how they are written.',
      src('rpc'),
      src('kernel', 'wire', 'rpc'),
      ROWS,
    ),
    {
      name: 'client-never-sees-engine',
      comment:
        'The page library must stay small. Its default entry alone holds the bundled worker, as text.',
      severity: 'error',
      from: { path: src('client'), pathNot: INLINE_ENTRY },
      to: {
        path: OURS,
        pathNot: [
          src('kernel', 'wire', 'rpc', 'client'),
          ROWS,
          '^src/platform/(broadcast-channels|message-ports)\\.ts$',
        ],
      },
    },
    only(
      'inline-entry-holds-the-worker',
      'The default entry is the other entry plus the bundled worker and the text of the broker.',
      INLINE_ENTRY,
      src('kernel', 'wire', 'rpc', 'client'),
      '^src/platform/port-broker\\.ts$',
      '^worker/main\\.ts$',
    ),
    only(
      'platform-implements-ports',
      'Browser adapters implement ports and know nobody above them.',
      src('platform'),
      src('kernel', 'storage', 'region', 'platform'),
    ),
    only(
      'memory-assembles-in-process',
      'The in-process entry assembles; it holds no logic of the floors.',
      '^src/memory(/|\\.ts$)',
      '^src/memory(/|\\.ts$)',
      src('kernel', 'wire', 'engine', 'platform', 'client', 'rpc'),
      '^src/storage/device/',
    ),
    ...WEB_FLOORS.map((floor, height) =>
      only(
        `web-${floor}`,
        'A folder of the console imports itself and lower floors only.',
        web(floor),
        web(...WEB_FLOORS.slice(0, height + 1)),
        ...(floor === 'database' ? [src('client')] : []),
      ),
    ),
    only(
      'console-through-client',
      'The console is an app like any other, and its database alone knows what it is an app of.',
      '^web/',
      web(...WEB_FLOORS),
      '^web/app\\.css$',
      src('client'),
    ),
    {
      name: 'features-are-strangers',
      comment: 'What two features share lies below them.',
      severity: 'error',
      from: { path: '^web/features/([^/]+)/' },
      to: { path: '^web/features/', pathNot: '^web/features/$1/' },
    },
    {
      name: 'subjects-of-a-table-are-strangers',
      comment: 'What two of them share lies in schema/, or beside them.',
      severity: 'error',
      from: { path: '^web/tables/([^/]+)/' },
      to: { path: '^web/tables/[^/]+/', pathNot: '^web/tables/($1|schema)/' },
    },
    only(
      'vite-plugin-serves-files',
      'The Vite plugin hands out the built console, and knows nothing of the database.',
      src('vite'),
      src('vite'),
    ),
    only(
      'worker-wires',
      'The worker assembles; it holds no logic.',
      '^worker/',
      '^worker/',
      src('kernel', 'engine', 'tabs', 'platform', 'rpc'),
      '^src/storage/device/',
    ),
    only(
      'tabs-share-an-engine',
      'Who owns the database, and how the other tabs reach it: knows an engine by its face, and no browser.',
      src('tabs'),
      src('kernel', 'wire', 'rpc', 'engine', 'tabs'),
      ROWS,
    ),
    only(
      'e2e-drives-the-browser',
      'End-to-end tests use what users use; they find browsers, serve pages and look into workers as the scripts do.',
      '^e2e/',
      '^e2e/',
      '^scripts/(browser-profile|find-browser|serve|worker-heap)\\.ts$',
    ),
    {
      name: 'testing-is-for-tests',
      comment: 'Nothing that ships imports the test harness.',
      severity: 'error',
      from: { pathNot: '^(src/testing|bench|scripts|e2e)/' },
      to: { path: '^src/testing/' },
    },
    {
      name: 'nothing-imports-tools',
      comment: 'Scripts and benchmarks look at the product, never the other way round.',
      severity: 'error',
      from: { path: '^(src|worker|web)/' },
      to: { path: '^(scripts|bench|e2e)/' },
    },
    {
      name: 'ships-no-development-dependency',
      comment: 'What is imported at run time must be in dependencies.',
      severity: 'error',
      from: { path: '^(src|worker)/', pathNot: '^src/testing/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: '\\.(test|bench|contract)\\.ts$',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
    },
  },
};
