// An esbuild plugin for the bundle of one command. What other commands import on demand is left out. What this command always
// runs becomes a static import: then its modules lie flat in one scope, without a wrapper around each that has to be read,
// compiled and called at every start.
import { readFileSync } from 'node:fs';

const ON_DEMAND = /^ +const (\{ [\w, ]+ \}) = await import\('([^']+)'\);\n/gm;
const COMMAND = /[\\/]src[\\/]cli[\\/](\w+)-command\.ts$/;

/**
 * Modules that are imported on demand although they load nothing of Node that others do not. All else stays on demand: who
 * asks for a thread, the network or another program waits for it then.
 */
const STATIC = new Set([
  '../commands/template.ts',
  '../commands/unpack.ts',
  '../commands/write-templates.ts',
  './schema.ts',
]);

/**
 * @param {string} command the command of the bundle
 * @returns {import('esbuild').Plugin}
 */
export function staticImports(command) {
  /** @param {string} path */
  const isOther = (path) => (COMMAND.exec(path)?.[1] ?? command) !== command;
  return {
    name: 'static-imports',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ kind, importer }) =>
        kind === 'dynamic-import' && isOther(importer)
          ? { path: 'never-run', namespace: 'never-run' }
          : undefined,
      );
      builder.onLoad({ filter: /.*/, namespace: 'never-run' }, () => ({ contents: 'module.exports = {}' }));
      builder.onLoad({ filter: /[\\/]src[\\/](cli|helm)[\\/][\w-]+\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        return { loader: 'ts', contents: isOther(path) ? text : withStaticImports(text) };
      });
    },
  };
}

/** @param {string} text */
function withStaticImports(text) {
  /** @type {string[]} */
  const imports = [];
  const rest = text.replace(ON_DEMAND, (line, names, target) => {
    if (!STATIC.has(target)) return line;
    imports.push(`import ${names} from '${target}';\n`);
    return '\n';
  });
  return imports.join('') + rest;
}
