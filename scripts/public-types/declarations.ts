/** The declarations of the package as the build has emitted them (`dist/types`): by module, then by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A declaration of one name; a function may have several, one an overload. */
export interface Declared {
  /** File and name, which tell it from others of its name. */
  readonly id: string;
  readonly name: string;
  readonly texts: readonly string[];
  /** Ids of the declarations of this package that it names. Not those of a class's constructor: who makes one is the library. */
  readonly names: ReadonlySet<string>;
}

interface Module {
  readonly statements: readonly ts.Statement[];
  /** Where a name that this module uses is declared. */
  readonly locals: ReadonlyMap<string, string>;
  /** Where a name that others import from here is declared, or exported again. */
  readonly exported: ReadonlyMap<string, string>;
}

const idOf = (file: string, name: string): string => `${file}#${name}`;

/** Text of every `.d.ts` that the build has left, by its source's path from the root. */
function emitted(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.d.ts'));
  return new Map(
    files.map((file) => [
      file.replace(/\.d\.ts$/, '.ts'),
      readFileSync(join(directory, file), 'utf8'),
    ]),
  );
}

function moduleOf(file: string, text: string): Module {
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const locals = new Map<string, string>();
  const exported = new Map<string, string>();
  for (const statement of statements) {
    const bound = bindings(file, statement);
    for (const [name, id] of bound.locals) locals.set(name, id);
    for (const [name, id] of bound.exported) exported.set(name, id);
  }
  return { statements, locals, exported };
}

interface Bindings {
  readonly locals: readonly (readonly [string, string])[];
  readonly exported: readonly (readonly [string, string])[];
}

function bindings(file: string, statement: ts.Statement): Bindings {
  if (ts.isImportDeclaration(statement)) {
    const from = fileOf(file, statement.moduleSpecifier);
    const named = statement.importClause?.namedBindings;
    if (from === undefined || named === undefined || !ts.isNamedImports(named))
      return { locals: [], exported: [] };
    return { locals: named.elements.map((each) => bound(from, each)), exported: [] };
  }
  if (ts.isExportDeclaration(statement)) {
    const from = fileOf(file, statement.moduleSpecifier) ?? file;
    const clause = statement.exportClause;
    if (clause === undefined || !ts.isNamedExports(clause)) return { locals: [], exported: [] };
    return { locals: [], exported: clause.elements.map((each) => bound(from, each)) };
  }
  const own = namesOf(statement).map((name) => [name, idOf(file, name)] as const);
  return { locals: own, exported: isExported(statement) ? own : [] };
}

function bound(from: string, each: ts.ImportSpecifier | ts.ExportSpecifier): [string, string] {
  return [each.name.text, idOf(from, (each.propertyName ?? each.name).text)];
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map((each) => each.name.getText());
  const named =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}

/** Path of an imported file of this package. */
function fileOf(importer: string, specifier: ts.Node | undefined): string | undefined {
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
  if (!specifier.text.startsWith('.')) return undefined;
  return join(dirname(importer), specifier.text).replaceAll('\\', '/');
}

export class Declarations {
  readonly #modules: ReadonlyMap<string, Module>;

  /** `directory` is where the build puts declarations. */
  constructor(directory: string) {
    this.#modules = new Map(
      [...emitted(directory)].map(([file, text]) => [file, moduleOf(file, text)] as const),
    );
  }

  /** What a module exports, by the name it has there. */
  exportsOf(file: string): ReadonlyMap<string, Declared> {
    const { exported } = this.#module(file);
    return new Map([...exported].map(([name, id]) => [name, this.get(id)] as const));
  }

  get(id: string): Declared {
    const at = this.#origin(id);
    const [file = '', name = ''] = at.split('#');
    const { statements, locals } = this.#module(file);
    const own = statements.filter((each) => namesOf(each).includes(name));
    const names = new Set(own.flatMap((each) => [...this.#named(file, each, locals)]));
    return { id: at, name, texts: own.map(textOf), names };
  }

  /** Follows what a module exports that another has declared. */
  #origin(id: string): string {
    const [file = '', name = ''] = id.split('#');
    const { locals, exported } = this.#module(file);
    const elsewhere = locals.get(name) ?? exported.get(name);
    if (elsewhere === undefined) throw new Error(`${id} is declared nowhere`);
    return elsewhere === id ? id : this.#origin(elsewhere);
  }

  *#named(file: string, node: ts.Node, locals: Module['locals']): Generator<string> {
    if (ts.isConstructorDeclaration(node)) return;
    if (ts.isImportTypeNode(node)) yield* this.#imported(file, node);
    // A member may have the name of a type: `readonly Item: Item`.
    else if (ts.isTypeReferenceNode(node) || ts.isTypeQueryNode(node))
      yield* this.#resolved(
        locals.get(
          node
            .getText()
            .replace(/^typeof /, '')
            .replace(/<[^]*$/, ''),
        ),
      );
    else if (ts.isExpressionWithTypeArguments(node))
      yield* this.#resolved(locals.get(node.expression.getText()));
    for (const child of node.getChildren()) yield* this.#named(file, child, locals);
  }

  *#imported(file: string, { argument, qualifier }: ts.ImportTypeNode): Generator<string> {
    const from = ts.isLiteralTypeNode(argument) ? fileOf(file, argument.literal) : undefined;
    if (from !== undefined && qualifier !== undefined)
      yield* this.#resolved(idOf(from, qualifier.getText()));
  }

  *#resolved(id: string | undefined): Generator<string> {
    if (id !== undefined) yield this.#origin(id);
  }

  #module(file: string): Module {
    const module = this.#modules.get(file);
    if (module === undefined) throw new Error(`No declarations of ${file}`);
    return module;
  }
}

const printer = ts.createPrinter({ removeComments: true });

/** As it is emitted, without comments, the words that say that it is exported, and the mark of private members. */
function textOf(statement: ts.Statement): string {
  return printer
    .printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile())
    .replace(/^(?:export )?(?:declare )?/, '')
    .replace(/\n\s*#private;/, '');
}
