// An esbuild plugin for the bundle of one command. What the sources import on demand is there to keep other commands quick to
// start; in this bundle it is what will run. As static imports such modules lie flat in one scope: no wrapper around each, and
// their constants become numbers in the code, which halves the time of the lexer and the evaluator in a program that is over
// before it is optimized.
import { readFileSync } from 'node:fs';

const ON_DEMAND = /^ +(?:const|let) (\{ [\w, ]+ \}) = await import\('([^']+)'\);\n/gm;
const COMMAND = /[\\/]cli[\\/](\w+)-command\.ts$/;

/**
 * @param {string} command the command of the bundle; what only other commands import is left out
 * @returns {import('esbuild').Plugin}
 */
export function staticImports(command) {
  return {
    name: 'static-imports',
    setup(builder) {
      builder.onLoad(
        { filter: /[\\/]src[\\/](cli[\\/]\w+-command|commands[\\/].*|helm[\\/].*)\.ts$/ },
        ({ path }) => {
          const text = readFileSync(path, 'utf8');
          const owner = COMMAND.exec(path)?.[1];
          const isOther = owner !== undefined && owner !== command;
          return { loader: 'ts', contents: isOther ? withoutImports(text) : hoisted(text) };
        },
      );
    },
  };
}

/** @param {string} text */
function hoisted(text) {
  /** @type {string[]} */
  const imports = [];
  const rest = text.replace(ON_DEMAND, (_, names, target) => {
    imports.push(`import ${names} from '${target}';\n`);
    return '\n';
  });
  return imports.join('') + rest;
}

/** The definition of another command, which is never run here. @param {string} text */
function withoutImports(text) {
  return text.replace(ON_DEMAND, (_, names) => `const ${names} = {};\n`);
}
