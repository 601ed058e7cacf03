import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the rules read of one file; made by {@link read} from its path and text alone, so that a rule can be tried on a seeded file. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  /** The names after `from`, in `import()` and in `import '…'`, as written. */
  readonly imports: readonly string[];
  /** Every string literal and template; what stands in `${…}` is left out. */
  readonly strings: readonly string[];
  /** The literal codes of `new Refusal('code', …)`. */
  readonly refusals: readonly string[];
  readonly readsEnvironment: boolean;
}

export const root = join(import.meta.dirname, '..', '..');

/** Every source file of the project. */
export function readTree(): Source[] {
  return globSync(['{src,web,test,bench}/**/*.{ts,tsx}', 'bin/**/*.js'], { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => read(path, readFileSync(join(root, path), 'utf8')));
}

export function read(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const found = { imports: new Set<string>(), strings: [] as string[], refusals: [] as string[], environment: false };
  const visit = (node: ts.Node): void => {
    const named = importedName(node);
    if (named !== undefined) found.imports.add(named);
    else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.strings.push(node.text);
    else if (ts.isTemplateExpression(node)) found.strings.push(templateText(node));
    else if (ts.isPropertyAccessExpression(node) && node.name.text === 'env' && isName(node.expression, 'process'))
      found.environment = true;
    else if (ts.isNewExpression(node) && isName(node.expression, 'Refusal')) {
      const code = node.arguments?.[0];
      if (code !== undefined && ts.isStringLiteral(code)) found.refusals.push(code.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const lines = text.endsWith('\n') ? text.split('\n').length - 1 : text.split('\n').length;
  const { imports, strings, refusals, environment } = found;
  return { path, lines, imports: [...imports], strings, refusals, readsEnvironment: environment };
}

function importedName(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return literal(node.arguments[0]);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  return undefined;
}

const literal = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

const isName = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

const templateText = (node: ts.TemplateExpression): string =>
  node.head.text + node.templateSpans.map((span) => `\${}${span.literal.text}`).join('');
