/**
 * The floors of the house and its bounds, written once: dependency-cruiser, ESLint and the tests of the house read them here.
 *
 * A folder imports itself and lower floors; folders of one floor are strangers.
 */

/** The folders of `src/` that are the database, lowest first. */
export const FLOORS = [
  ['kernel'],
  ['wire'],
  ['item'],
  ['expression', 'capacity', 'storage'],
  ['placement'],
  ['partition'],
  ['index', 'stream', 'expiry', 'transaction', 'region'],
  ['partiql'],
  ['operations'],
  ['router'],
  ['engine'],
];

/** The folders of `src/` beside the database: each has a rule of its own in `.dependency-cruiser.mjs`. */
export const BESIDE = ['rpc', 'tabs', 'client', 'platform', 'memory', 'vite', 'testing'];

/** The folders of `src/` that know no host: clock, chance, timers and the browser reach them through ports. */
export const HOSTLESS = [...FLOORS.flat(), 'rpc', 'tabs'];

/** Rooms of the folders that have subjects, lowest first. Files of the folder itself are nobody's room. */
export const ROOMS = {
  'src/expression': [
    ['syntax'],
    ['binding'],
    ['condition', 'projection'],
    ['key-condition', 'update'],
    ['legacy'],
  ],
  'src/region': [['messages'], ['group'], ['shipping'], ['following']],
  'src/operations': [
    ['request'],
    ['encryption', 'throughput'],
    ['expiry', 'indexes', 'insights', 'items', 'policies', 'query-scan', 'streams', 'transactions'],
    ['extensions', 'global-tables', 'statements', 'tags'],
    ['tables'],
  ],
  'src/client': [['browser'], ['link', 'stream'], ['trigger'], ['entry']],
};

/** Distinct modules that one file imports, types among them. */
export const IMPORTS_MAX = 20;

/** Lines of a file, whatever is on them. */
export const LINES_MAX = 400;

/** Lines of a function, whatever is on them. */
export const FUNCTION_LINES_MAX = 70;

/** A folder with more source files than this has subfolders, unless all of them are of one kind. */
export const FILES_MAX = 25;

/** Folders whose files are all of one kind. */
export const ONE_KIND = ['src/wire/operations'];

/** The floors of the console, lowest first: a folder of `web/` imports itself and lower ones. ESLint sees the types that a component imports. */
export const WEB_FLOORS = ['values', 'database', 'parts', 'features', 'tables', 'app'];
