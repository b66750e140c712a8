/** The parts of untyped packages that the peers use. */
declare module '@sqlite.org/sqlite-wasm' {
  export interface Statement {
    bind(values: readonly unknown[]): Statement;
    step(): boolean;
    get(target: object): unknown;
    reset(): Statement;
    finalize(): void;
  }
  export interface SqliteDatabase {
    exec(sql: string): unknown;
    selectValue(sql: string): unknown;
    prepare(sql: string): Statement;
    close(): void;
  }
  export interface Sqlite {
    readonly version: { readonly libVersion: string };
    readonly installOpfsSAHPoolVfs?: (options: {
      readonly name: string;
    }) => Promise<{ readonly OpfsSAHPoolDb: new (path: string) => SqliteDatabase }>;
  }
  const sqlite3InitModule: () => Promise<Sqlite>;
  export { sqlite3InitModule as default };
}

declare module 'pouchdb-browser' {
  export interface Pouch<Doc> {
    readonly bulkDocs: (docs: readonly object[]) => Promise<unknown>;
    readonly get: (id: string) => Promise<Doc>;
    readonly put: (doc: object) => Promise<unknown>;
    readonly allDocs: (
      options: object,
    ) => Promise<{ readonly rows: readonly { readonly doc: Doc }[] }>;
    readonly close: () => Promise<void>;
  }
  const PouchDB: new <Doc>(name: string, options: object) => Pouch<Doc>;
  export { PouchDB as default };
}
