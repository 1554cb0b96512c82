/**
 * The pieces of runtime/ that a simulator uses, as one text.
 *
 * Every top-level name of runtime/ is unique (tools/checkImports.ts keeps it so), so the declarations that
 * the roots reach, in an order in which each stands after what it is built from, form one file.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Node, Project, type Statement, SyntaxKind, ts } from "ts-morph";

interface Declaration {
  readonly names: readonly string[];
  readonly text: string;
  readonly uses: ReadonlySet<string>;
  /** Evaluated when the file loads (a constant, a class), so that it must follow what it uses. */
  readonly isEager: boolean;
}

/** @throws Error when a root is not declared in runtime/. */
export function inlineRuntime(roots: readonly string[]): string {
  const declarations = (declared ??= readDeclarations());
  const byName = new Map<string, Declaration>();
  for (const declaration of declarations) for (const name of declaration.names) byName.set(name, declaration);
  const ordered: Declaration[] = [];
  const done = new Set<Declaration>();
  const visit = (declaration: Declaration): void => {
    if (done.has(declaration)) return;
    done.add(declaration);
    const used = [...declaration.uses].flatMap((name) => byName.get(name) ?? []);
    // What must stand before comes first; functions and types may also follow.
    for (const other of used) if (other.isEager || declaration.isEager) visit(other);
    ordered.push(declaration);
    for (const other of used) visit(other);
  };
  for (const root of roots) {
    const declaration = byName.get(root);
    if (declaration === undefined) throw new Error(`runtime/ declares no ${root}`);
    visit(declaration);
  }
  const eagerLast = [
    ...ordered.filter(({ isEager }) => !isEager),
    ...ordered.filter(({ isEager }) => isEager),
  ];
  return eagerLast.map(({ text }) => text).join("\n\n");
}

/** runtime/ of the installed package, seen from the sources and from the bundle. */
function runtimeFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, "runtime");
    if (existsSync(join(candidate, "model.ts"))) return candidate;
    if (folder === dirname(folder))
      throw new Error("the runtime's sources are missing from the installation");
  }
}

/** Read once: the sources of an installation do not change while it runs. */
let declared: readonly Declaration[] | null = null;

function readDeclarations(): readonly Declaration[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipLoadingLibFiles: true });
  const files = project.addSourceFilesAtPaths(join(runtimeFolder(), "**/*.ts"));
  const declarations: Declaration[] = [];
  for (const file of files) {
    for (const statement of file.getStatementsWithComments()) {
      const names = namesOf(statement);
      if (names.length === 0) {
        // Anything else would silently be missing from simulators.
        if (!isNotCode(statement))
          throw new Error(`${file.getFilePath()} holds a statement that declares nothing`);
        continue;
      }
      declarations.push({
        names,
        text: withoutExport(statement),
        uses: identifiersIn(statement),
        isEager: Node.isVariableStatement(statement) || Node.isClassDeclaration(statement),
      });
    }
  }
  return declarations;
}

function isNotCode(statement: Statement): boolean {
  return (
    Node.isImportDeclaration(statement) ||
    Node.isExportDeclaration(statement) ||
    Node.isCommentStatement(statement)
  );
}

function namesOf(statement: Statement): string[] {
  if (Node.isVariableStatement(statement)) {
    return statement
      .getDeclarations()
      .flatMap((declaration) => [
        ...declaration.getNameNode().getDescendantsOfKind(SyntaxKind.Identifier),
        declaration.getNameNode(),
      ])
      .flatMap((node) => (Node.isIdentifier(node) ? [node.getText()] : []));
  }
  if (
    Node.isFunctionDeclaration(statement) ||
    Node.isClassDeclaration(statement) ||
    Node.isInterfaceDeclaration(statement) ||
    Node.isTypeAliasDeclaration(statement)
  ) {
    const name = statement.getName();
    return name === undefined ? [] : [name];
  }
  return [];
}

/**
 * Identifiers that may refer to top-level names: not the `b` of `a.b` or of `{ b: … }`. The compiler's own nodes are
 * walked, which takes a fraction of the time of wrapped ones.
 */
function identifiersIn(statement: Statement): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    node.forEachChild((child) => {
      if (!ts.isIdentifier(child)) visit(child);
      else if (!isNameInside(child, node)) names.add(child.text);
    });
  };
  visit(statement.compilerNode);
  for (const name of namesOf(statement)) names.delete(name);
  return names;
}

function isNameInside(identifier: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) return true;
  const isNamed = ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent);
  return isNamed && parent.name === identifier;
}

/** The statement with its doc comment, not exported. */
function withoutExport(statement: Statement): string {
  const text = statement.getText(true);
  return text.replace(
    /^((?:\s*\/\*\*[\s\S]*?\*\/\s*|\s*\/\/[^\n]*\n)*)export (?=(?:abstract |async )?(?:const|function|class|interface|type)\b)/,
    "$1",
  );
}
