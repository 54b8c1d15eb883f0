// Splits the bundle of a command in two: what each run of it needs, and what some runs load on demand. esbuild can split only
// bundles of ES modules; in one of our kind it puts a wrapper around each module behind an `import()`, and the functions of all
// of them are made at each start. So every `import()` of a module of ours becomes a static import, for which esbuild lays all
// modules flat into one scope; then the modules that only such imports reach move to a second file, which is handed what it
// uses of the first.
import { dirname, relative, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** How the first file calls the one that loads the second. */
const LOAD = '__onDemand';
/** What every file of a bundle is given by the launcher. */
const GIVEN = ['require', '__bundle', 'module', 'exports'];

/**
 * What a bundle holds, and when it is needed; paths are absolute.
 * @typedef {object} Parts
 * @property {(path: string) => boolean} isPart whether a file's imports on demand belong to this bundle
 * @property {(path: string) => boolean} isAlways whether a module that is imported on demand is needed by every run
 * @property {(path: string) => boolean} isLater whether a module that is imported plainly is called by few runs
 */

/**
 * An esbuild plugin that makes imports on demand static, and tells of them and of those that stand for rarely called modules.
 * @param {Parts} parts
 * @param {Set<string>} edges is told `importer\nimported` for each of what is not needed at once, from the working directory
 * @returns {import('esbuild').Plugin}
 */
export function flatImports(parts, edges) {
  return {
    name: 'flat-imports',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const text = withStandIns(path, readFileSync(path, 'utf8'), parts, edges);
        if (!parts.isPart(path) || !text.includes('import(')) return { loader: 'ts', contents: text };
        return { loader: 'ts', contents: withStaticImports(path, text, parts, edges) };
      });
    },
  };
}

/**
 * Puts functions in the place of those that a module imports of rarely called ones.
 * @param {string} path
 * @param {string} text
 * @param {Parts} parts
 * @param {Set<string>} edges
 */
function withStandIns(path, text, { isLater }, edges) {
  if (isLater(path)) return text;
  /** @type {Edit[]} */
  const edits = [];
  for (const statement of parse(path, text).statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const target = statement.moduleSpecifier.text;
    const imported = resolve(dirname(path), target);
    const names = importedNames(statement);
    if (!target.startsWith('.') || names.length === 0 || !isLater(imported)) continue;
    const functions = exportedFunctions(imported);
    const module = `later${edits.length}`;
    const standIns = names.map(({ name, local }) => {
      if (!functions.has(name)) throw new Error(`${path}: ${name} of ${target} is no function`);
      return `function ${local}(...words: any[]): any { return (Object(${module}) as any).${name}(...words); }`;
    });
    edges.add(`${fromHere(path)}\n${fromHere(imported)}`);
    edits.push({
      start: statement.getStart(),
      end: statement.getEnd(),
      text: [`import * as ${module} from ${JSON.stringify(target)};`, ...standIns].join(' '),
    });
  }
  return edited(text, edits);
}

/** The values that a declaration imports. @param {ts.ImportDeclaration} declaration */
function importedNames({ importClause }) {
  const bindings = importClause?.namedBindings;
  if (importClause === undefined || importClause.isTypeOnly) return [];
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ propertyName, name }) => ({ name: (propertyName ?? name).text, local: name.text }));
}

/** @param {string} path */
function exportedFunctions(path) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const statement of parse(path, readFileSync(path, 'utf8')).statements) {
    if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported === true) names.add(statement.name.text);
  }
  return names;
}

/**
 * @param {string} path
 * @param {string} text
 * @param {Parts} parts
 * @param {Set<string>} edges
 */
function withStaticImports(path, text, { isAlways }, edges) {
  /** @type {Edit[]} */
  const edits = [];
  /** @type {string[]} */
  const imports = [];
  visit(parse(path, text), (node) => {
    if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return;
    const [target] = node.arguments;
    if (target === undefined || !ts.isStringLiteral(target) || target.text.startsWith('node:')) return;
    const name = `onDemand${imports.length}`;
    imports.push(`import * as ${name} from ${JSON.stringify(target.text)};\n`);
    edits.push({ start: node.getStart(), end: node.getEnd(), text: name });
    const imported = resolve(dirname(path), target.text);
    // A package is small: what stands for it loads it when it is used (lazyPackages).
    if (target.text.startsWith('.') && !isAlways(imported))
      edges.add(`${fromHere(path)}\n${fromHere(imported)}`);
  });
  return imports.join('') + edited(text, edits);
}

/**
 * Splits the text of a flat bundle: `first` is run at once, `second` is a function of what `first` hands it.
 * @param {string} text as esbuild writes it, not minified
 * @param {import('esbuild').Metafile} metafile
 * @param {string} entry the entry point, from the working directory
 * @param {ReadonlySet<string>} edges see flatImports
 * @param {string} file what the first is to require to load the second
 * @returns {{ first: string, second?: string }}
 */
export function splitBundle(text, metafile, entry, edges, file) {
  const needed = reachable(metafile, entry, edges);
  const parts = text.split(/^(?=\/\/ )/m);
  let module = '';
  const isSecond = parts.map((part) => {
    const named = part.slice('// '.length, part.indexOf('\n'));
    if (named in metafile.inputs) module = named;
    return module !== '' && !needed.has(module);
  });
  const second = parts.filter((_, index) => isSecond[index]).join('');
  if (second === '') return { first: text };
  const first = parts.filter((_, index) => !isSecond[index]).join('');
  return join(first, second, file);
}

/**
 * @param {string} first
 * @param {string} second
 * @param {string} file
 */
function join(first, second, file) {
  const [firstTree, secondTree] = [parse('first.js', first), parse('second.js', second)];
  const [firstNames, secondNames] = [declaredNames(firstTree), declaredNames(secondTree)];
  /** @type {Set<string>} */
  const handed = new Set();
  visit(secondTree, (node) => {
    if (!ts.isIdentifier(node) || isName(node)) return;
    if (firstNames.has(node.text) || GIVEN.includes(node.text)) handed.add(node.text);
  });
  for (const name of secondNames) handed.delete(name);
  checkConstant(firstTree, handed);
  /** @type {Set<string>} */
  const taken = new Set();
  /** @type {Edit[]} */
  const edits = [];
  visit(firstTree, (node) => {
    // What was imported whole; names of its functions may be names of variables here.
    if (!ts.isIdentifier(node) || !/_exports\d*$/.test(node.text) || !secondNames.has(node.text)) return;
    taken.add(node.text);
    edits.push({ start: node.getStart(), end: node.getEnd(), text: `${LOAD}().${node.text}` });
  });
  const list = [...handed].sort().join(',');
  return {
    first: `${edited(first, edits)}
var ${LOAD}Loaded;
function ${LOAD}() { return ${LOAD}Loaded ??= require(${JSON.stringify(file)})({${list}}); }
`,
    second: `return function({${list}}) {\n${second}\nreturn {${[...taken].join(',')}};\n}`,
  };
}

/**
 * What is handed over is handed once, so nothing may assign to it later.
 * @param {ts.SourceFile} tree
 * @param {ReadonlySet<string>} names
 */
function checkConstant(tree, names) {
  visit(tree, (node) => {
    const target = assignedName(node);
    if (target === undefined || !names.has(target.text) || isInitialisation(node)) return;
    throw new Error(`${target.text} is used by a module that is loaded on demand, and changes`);
  });
}

/** @param {ts.Node} node @returns {ts.Identifier | undefined} */
function assignedName(node) {
  if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
      ? node.left
      : undefined;
  }
  const isUnary = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  const changes =
    isUnary &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken);
  return changes && ts.isIdentifier(node.operand) ? node.operand : undefined;
}

/** Whether it is a statement of the module itself, which has run by the time that anything is handed over. @param {ts.Node} node */
function isInitialisation(node) {
  for (let each = node.parent; each !== undefined; each = each.parent)
    if (ts.isFunctionLike(each)) return false;
  return true;
}

/** Whether it names a property, not a variable. @param {ts.Identifier} node */
function isName(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  const isMember =
    ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent);
  return (isMember || ts.isGetAccessorDeclaration(parent)) && parent.name === node;
}

/**
 * The modules that the entry reaches without an import on demand.
 * @param {import('esbuild').Metafile} metafile
 * @param {string} entry
 * @param {ReadonlySet<string>} edges
 */
function reachable({ inputs }, entry, edges) {
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported } of inputs[path]?.imports ?? [])
      if (!edges.has(`${path}\n${imported}`)) found.add(imported);
  }
  return found;
}

/** @param {ts.SourceFile} tree */
function declaredNames(tree) {
  /** @type {Set<string>} */
  const names = new Set();
  /** @param {ts.BindingName} name */
  const add = (name) => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) add(name);
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
      add(statement.name);
  }
  return names;
}

/** @typedef {{ start: number, end: number, text: string }} Edit */

/** @param {string} text @param {readonly Edit[]} edits in their order */
function edited(text, edits) {
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** @param {string} path @param {string} text */
function parse(path, text) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** @param {ts.Node} node @param {(node: ts.Node) => void} action */
function visit(node, action) {
  action(node);
  ts.forEachChild(node, (child) => visit(child, action));
}

/** @param {string} path */
function fromHere(path) {
  return relative(process.cwd(), path).replaceAll('\\', '/');
}
